//go:build !fancy

package main

const feature = "plain"
