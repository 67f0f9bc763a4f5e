module example.com/alb-lambda/albrules

go 1.26.0

replace example.com/alb-lambda/fault => ../fault

require example.com/alb-lambda/fault v0.0.0
