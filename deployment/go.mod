module example.com/alb-lambda/deployment

go 1.26.0
