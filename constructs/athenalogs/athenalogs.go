package athenalogs

import (
	"fmt"

	"example.com/alb-lambda/internal/follow"
	"example.com/alb-lambda/internal/place"
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsathena"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsglue"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
)

// TableName is the name of the table in its database.
const TableName = "alb_access_logs"

// Table is the table, with the database, workgroup and saved queries that go with it.
type Table struct {
	constructs.Construct
	name      string
	database  awsglue.CfnDatabase
	table     awsglue.CfnTable
	workgroup awsathena.CfnWorkGroup
	queries   []awsathena.CfnNamedQuery
}

// New creates the table. It panics with a *fault.Error when props are invalid.
func New(scope constructs.Construct, id string, props *Props) *Table {
	p := Props{}
	if props != nil {
		p = *props
	}
	faults := place.Check(scope, id)
	place.Objects(faults, "", &p)
	p.setDefaults(faults.Path())
	p.check(faults)
	faults.PanicIfAny()
	defer place.Undo(faults, scope, id)

	a := &Table{name: p.Name}
	constructs.NewConstruct_Override(a, scope, &id)
	follow.References(a, nil)
	stack := awscdk.Stack_Of(a)
	a.database = awsglue.NewCfnDatabase(a, jsii.String("Database"), &awsglue.CfnDatabaseProps{
		CatalogId: stack.Account(),
		DatabaseInput: &awsglue.CfnDatabase_DatabaseInputProperty{
			Name:        &p.Name,
			Description: jsii.String("Access logs of a load balancer"),
		},
	})
	a.table = newTable(a, stack, a.database, &p)
	a.workgroup = newWorkgroup(a, stack, &p)
	for _, q := range queries {
		a.queries = append(a.queries, awsathena.NewCfnNamedQuery(a, &q.id, &awsathena.CfnNamedQueryProps{
			Name:        &q.name,
			Description: &q.description,
			Database:    a.database.Ref(),
			WorkGroup:   a.workgroup.Ref(),
			QueryString: jsii.String(q.on(p.Name, TableName)),
		}))
	}
	return a
}

func newTable(scope constructs.Construct, stack awscdk.Stack, database awsglue.CfnDatabase, p *Props) awsglue.CfnTable {
	location := fmt.Sprintf("s3://%s/%s/AWSLogs/%s/elasticloadbalancing/%s/",
		*p.Bucket.BucketName(), p.Prefix, *stack.Account(), *stack.Region())
	return awsglue.NewCfnTable(scope, jsii.String("Table"), &awsglue.CfnTableProps{
		CatalogId:    stack.Account(),
		DatabaseName: database.Ref(),
		TableInput: &awsglue.CfnTable_TableInputProperty{
			Name:          jsii.String(TableName),
			Description:   jsii.String("One row for each request, one partition for each day (UTC)"),
			TableType:     jsii.String("EXTERNAL_TABLE"),
			PartitionKeys: []*awsglue.CfnTable_ColumnProperty{{Name: jsii.String("day"), Type: jsii.String("string")}},
			Parameters: map[string]string{
				"EXTERNAL":                     "TRUE",
				"projection.enabled":           "true",
				"projection.day.type":          "date",
				"projection.day.format":        "yyyy/MM/dd",
				"projection.day.interval":      "1",
				"projection.day.interval.unit": "DAYS",
				"projection.day.range":         fmt.Sprintf("NOW-%dDAYS,NOW", p.Days),
				"storage.location.template":    location + "${day}",
			},
			StorageDescriptor: &awsglue.CfnTable_StorageDescriptorProperty{
				Location:     &location,
				Columns:      glueColumns(),
				InputFormat:  jsii.String("org.apache.hadoop.mapred.TextInputFormat"),
				OutputFormat: jsii.String("org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat"),
				SerdeInfo: &awsglue.CfnTable_SerdeInfoProperty{
					SerializationLibrary: jsii.String("org.apache.hadoop.hive.serde2.RegexSerDe"),
					Parameters: map[string]string{
						"serialization.format": "1",
						"input.regex":          lineRegex(),
					},
				},
			},
		},
	})
}

func newWorkgroup(scope constructs.Construct, stack awscdk.Stack, p *Props) awsathena.CfnWorkGroup {
	return awsathena.NewCfnWorkGroup(scope, jsii.String("Workgroup"), &awsathena.CfnWorkGroupProps{
		Name:        &p.Name,
		Description: jsii.String("Queries over the access logs of a load balancer"),
		// A workgroup with queries or a history in it is not deleted otherwise.
		RecursiveDeleteOption: jsii.Bool(true),
		WorkGroupConfiguration: &awsathena.CfnWorkGroup_WorkGroupConfigurationProperty{
			// The settings of a client cannot override the limit and the location.
			EnforceWorkGroupConfiguration:   jsii.Bool(true),
			PublishCloudWatchMetricsEnabled: jsii.Bool(true),
			BytesScannedCutoffPerQuery:      jsii.Number(p.ScanLimitMB * 1_000_000),
			ResultConfiguration: &awsathena.CfnWorkGroup_ResultConfigurationProperty{
				OutputLocation:      jsii.Sprintf("s3://%s/%s/", *p.Results.BucketName(), p.ResultsPrefix),
				ExpectedBucketOwner: stack.Account(),
				EncryptionConfiguration: &awsathena.CfnWorkGroup_EncryptionConfigurationProperty{
					EncryptionOption: jsii.String("SSE_S3"),
				},
			},
		},
	})
}

// Name is that of the database and of the workgroup.
func (a *Table) Name() string { return a.name }

// Database is the Glue database.
func (a *Table) Database() awsglue.CfnDatabase { return a.database }

// Table is the Glue table.
func (a *Table) Table() awsglue.CfnTable { return a.table }

// Workgroup is the Athena workgroup.
func (a *Table) Workgroup() awsathena.CfnWorkGroup { return a.workgroup }

// Queries are the saved queries: error reasons by route, slowest routes, top clients.
func (a *Table) Queries() []awsathena.CfnNamedQuery { return a.queries }
