package templatecheck

import "runtime/debug"

// cdkVersion is the version of CDK that this program is built with, which decides the rules; empty
// if it is not known, or if a folder takes CDK's place.
func cdkVersion() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	for _, module := range info.Deps {
		if module.Path != "github.com/aws/aws-cdk-go/awscdk/v2" {
			continue
		}
		if module.Replace != nil {
			module = module.Replace
		}
		if module.Version == "" { // a folder
			return ""
		}
		return module.Path + "@" + module.Version
	}
	return ""
}
