module example.com/alb-lambda/albrules

go 1.26.0

replace example.com/alb-lambda/fault => ../fault
