module example.com/alb-lambda/fault

go 1.26.0
