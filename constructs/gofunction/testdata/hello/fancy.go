//go:build fancy && lambda.norpc

package main

const feature = "fancy"
