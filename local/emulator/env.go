package emulator

import (
	"cmp"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"example.com/alb-lambda/local/setup"
)

// The emulator accepts any keys. An access key that is an account id would choose the account, so
// this one is not.
const (
	accessKey = "test"
	secretKey = "test"
	Region    = "us-east-1"
	Account   = "000000000000"
)

// Architecture is the value of the context key "architecture" that fits this machine: the emulator
// runs functions as processes of its own.
func Architecture() string {
	if runtime.GOARCH == "arm64" {
		return "arm64"
	}
	return "x86_64"
}

// Env is the environment in which the CDK toolkit, or any other client of AWS, reaches this
// emulator and nothing else: the caller's AWS and CDK settings are removed, and the files in the
// home directory are not read.
func (e *Emulator) Env() []string {
	env := append(e.baseEnv(),
		"AWS_ENDPOINT_URL="+e.URL(),
		"AWS_ACCESS_KEY_ID="+accessKey,
		"AWS_SECRET_ACCESS_KEY="+secretKey,
		"AWS_REGION="+Region,
		"AWS_DEFAULT_REGION="+Region,
		"AWS_CONFIG_FILE="+os.DevNull,
		"AWS_SHARED_CREDENTIALS_FILE="+os.DevNull,
		"AWS_EC2_METADATA_DISABLED=true",
		"CDK_HOME="+filepath.Join(e.Dir, "cdk-home"),
		"CDK_DISABLE_CLI_TELEMETRY=true",
	)
	return append(env, setup.Compiler()...)
}

// serverEnv is the environment of the emulator itself.
func (e *Emulator) serverEnv(tmp string) []string {
	return append(e.baseEnv(),
		"BIND_HOST="+Host, // MiniStack's default is every interface
		"GATEWAY_PORT="+strconv.Itoa(e.Port),
		"TMPDIR="+tmp,
		"STATE_DIR="+filepath.Join(e.Dir, "state"),
		"S3_DATA_DIR="+filepath.Join(e.Dir, "s3"),
		"NODE_PATH="+e.NodeModules,
		"PYTHONUNBUFFERED=1",
		// Listeners that the application does not use and whose ports are fixed: a second emulator
		// would collide.
		"IOT_MTLS_ENABLED=0",
		"SFTP_ENABLED=0",
		// Nor does the AWS SDK for Python reach AWS, should a service of the emulator use it.
		"AWS_CONFIG_FILE="+os.DevNull,
		"AWS_SHARED_CREDENTIALS_FILE="+os.DevNull,
		"AWS_EC2_METADATA_DISABLED=true",
	)
}

// baseEnv is the caller's environment without settings for AWS, CDK and the emulator, with the
// pinned tools first on PATH.
func (e *Emulator) baseEnv() []string {
	var env []string
	path := os.Getenv("PATH")
	for _, entry := range os.Environ() {
		name, _, _ := strings.Cut(entry, "=")
		if !dropped(name) {
			env = append(env, entry)
		}
	}
	return append(env,
		"PATH="+filepath.Join(e.NodeModules, ".bin")+string(os.PathListSeparator)+path,
		"NO_PROXY="+noProxy(), "no_proxy="+noProxy(),
	)
}

func dropped(name string) bool {
	switch name {
	case "AUTH", "SERVICES", "USE_SSL", "EDGE_PORT", "PERSIST_STATE", "S3_PERSIST", "LOCALSTACK_HOSTNAME",
		"LOCALSTACK_PERSISTENCE", "PYTHONPATH", "PYTHONHOME":
		return true
	}
	for _, prefix := range []string{"AWS_", "CDK_", "MINISTACK_", "LAMBDA_"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}

// noProxy keeps requests to the emulator away from a proxy, which the Go command may need.
func noProxy() string {
	local := Host + ",localhost"
	if more := cmp.Or(os.Getenv("NO_PROXY"), os.Getenv("no_proxy")); more != "" {
		return local + "," + more
	}
	return local
}
