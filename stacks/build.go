package stacks

import "example.com/alb-lambda/internal/gobuild"

// echo is the function's main package, seen from the root of the repository, where the toolkit runs the
// app.
const echo = "./lambda/echo"

// StartBuild begins to build the function for an app that is going to be synthesized to outdir, and
// returns at once. [New] then finds it built, or waits for it, and reports a build that fails. It is
// worth calling before the App is created, since CDK takes longer to start than most builds.
func StartBuild(outdir string, config Config) {
	config.setDefaults()
	if config.Validate() == nil {
		gobuild.Start(outdir, gobuild.Spec{Package: echo, GOARCH: gobuild.GOARCH(string(config.Architecture))})
	}
}
