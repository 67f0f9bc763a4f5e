package place_test

import (
	"testing"

	"example.com/alb-lambda/fault"
	"example.com/alb-lambda/internal/cdktest"
	"example.com/alb-lambda/internal/place"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

type (
	ours      struct{ awss3.IBucket }
	wrapped   struct{ ours }
	notes     struct{ Text string }
	annotated struct { // what it lacks is not what makes it a bucket
		awss3.IBucket
		*notes
	}
	nested struct{ Bucket awss3.IBucket }
	props  struct {
		Bucket  awss3.IBucket
		Scope   constructs.Construct
		Nested  *nested
		Several []awss3.IBucket
		Named   map[string]awss3.IBucket
		Text    string
		hidden  awss3.IBucket
	}
)

func TestObjects(t *testing.T) {
	stack := cdktest.Stack(t)
	bucket := awss3.NewBucket(stack, jsii.String("Bucket"), nil)
	imported := awss3.Bucket_FromBucketName(stack, jsii.String("Imported"), jsii.String("logs"))
	for name, c := range map[string]struct {
		props props
		want  string
	}{
		"nothing":               {props{}, ""},
		"created and imported":  {props{Bucket: bucket, Scope: stack, Several: []awss3.IBucket{imported, nil}, Text: "a"}, ""},
		"embedded":              {props{Bucket: ours{bucket}, Nested: &nested{&wrapped{ours{imported}}}, Scope: constructs.NewConstruct(stack, jsii.String("C"))}, ""},
		"something else is nil": {props{Bucket: &annotated{bucket, nil}}, ""},
		"not exported":          {props{hidden: ours{}}, ""},
		"everywhere": {
			props{Bucket: ours{}, Scope: (*half)(nil), Nested: &nested{&wrapped{}}, Several: []awss3.IBucket{bucket, &ours{}}, Named: map[string]awss3.IBucket{"b": ours{}, "a": ours{}}},
			`P: route "r".Bucket: nobody created the place_test.ours; give what one of CDK's constructors or From functions returned
P: route "r".Scope: nobody created the *place_test.half; give what one of CDK's constructors or From functions returned
P: route "r".Nested.Bucket: nobody created the *place_test.wrapped; give what one of CDK's constructors or From functions returned
P: route "r".Several[1]: nobody created the *place_test.ours; give what one of CDK's constructors or From functions returned
P: route "r".Named["a"]: nobody created the place_test.ours; give what one of CDK's constructors or From functions returned
P: route "r".Named["b"]: nobody created the place_test.ours; give what one of CDK's constructors or From functions returned`,
		},
	} {
		got := ""
		func() {
			defer func() {
				if cause := recover(); cause != nil {
					got = cause.(error).Error()
				}
			}()
			place.Objects(fault.New("P"), `route "r"`, &c.props)
		}()
		if got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, c.want)
		}
	}
}

// What was wrong before is not lost.
func TestObjectsKeepsWhatIsKnown(t *testing.T) {
	faults := fault.New("P")
	faults.Add("scope", "it is nil", "give one")
	defer func() {
		if err, _ := recover().(*fault.Error); err == nil || len(err.Faults) != 2 || err.Faults[0].Field != "scope" || err.Faults[1].Field != "Bucket" {
			t.Errorf("got %v", err)
		}
	}()
	place.Objects(faults, "", &props{Bucket: ours{}})
}
