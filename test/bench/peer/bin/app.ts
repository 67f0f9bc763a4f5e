// The stacks of stage dev as a TypeScript user would write them, without constructs of their own.
// What they synthesize is compared with what the Go application synthesizes before anything is
// timed.
import { execFileSync } from 'node:child_process';
import * as path from 'node:path';
import * as cdk from 'aws-cdk-lib/core';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

const stage = 'dev';
const root = path.resolve(__dirname, '../../../..');
const app = new cdk.App();

function newStack(service: string, description: string): cdk.Stack {
  const stack = new cdk.Stack(app, `${service}-${stage}`, { description, terminationProtection: false });
  cdk.Tags.of(stack).add('stage', stage);
  cdk.Tags.of(stack).add('service', service);
  return stack;
}

// network
const networkStack = newStack('network', 'VPC and security group of the load balancer');
const network = new Construct(networkStack, 'Network');
const vpc = new ec2.Vpc(network, 'VPC', {
  ipAddresses: ec2.IpAddresses.cidr('172.31.0.0/16'),
  natGateways: 0,
  maxAzs: 2,
  restrictDefaultSecurityGroup: false,
  subnetConfiguration: [{ name: 'Public', subnetType: ec2.SubnetType.PUBLIC, cidrMask: 20, mapPublicIpOnLaunch: false }],
});
const securityGroup = new ec2.SecurityGroup(network, 'SecurityGroup', {
  vpc,
  description: 'HTTP and HTTPS in from anywhere, nothing out',
  allowAllOutbound: false,
});
for (const port of [80, 443]) {
  securityGroup.addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(port), `tcp ${port} from anywhere`);
}

// The load balancer is in both: CloudFormation rejects what would replace them.
for (const resource of [vpc.node.defaultChild, ...vpc.publicSubnets.map((s) => s.node.defaultChild), securityGroup.node.defaultChild]) {
  (resource as cdk.CfnResource).applyCrossStackReferenceStrength(cdk.ReferenceStrength.STRONG);
}

// echo-api
const echoStack = newStack('echo-api', 'Echo function behind API Gateway');
const echo = new Construct(echoStack, 'Echo');
const code = path.join(app.outdir, '.peer');
execFileSync('go', ['build', '-trimpath', '-buildvcs=false', '-tags', 'lambda.norpc', '-ldflags', '-s -w',
  '-o', path.join(code, 'bootstrap'), './lambda/echo'],
{ cwd: root, env: { ...process.env, CGO_ENABLED: '0', GOOS: 'linux', GOARCH: 'arm64', GOFLAGS: '' }, stdio: 'inherit' });
const logGroup = new logs.LogGroup(echo, 'LogGroup', {
  retention: logs.RetentionDays.ONE_MONTH,
  removalPolicy: cdk.RemovalPolicy.DESTROY,
});
const role = new iam.Role(echo, 'Role', {
  assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
  description: 'Lets the function write to its own log group',
});
logGroup.grantWrite(role);
const fn = new lambda.Function(echo, 'Function', {
  runtime: lambda.Runtime.PROVIDED_AL2023,
  handler: 'bootstrap',
  code: lambda.Code.fromAsset(code),
  architecture: lambda.Architecture.ARM_64,
  description: 'Responds to each request with the event it received',
  memorySize: 128,
  timeout: cdk.Duration.seconds(10),
  logGroup,
  loggingFormat: lambda.LoggingFormat.JSON,
  systemLogLevelV2: lambda.SystemLogLevel.WARN,
  role,
});
const api = new apigateway.LambdaRestApi(new Construct(echoStack, 'EchoAPI'), 'API', {
  restApiName: echoStack.stackName,
  handler: fn,
  proxy: true,
  integrationOptions: { proxy: true, allowTestInvoke: false, scopePermissionToMethod: true },
  endpointConfiguration: { types: [apigateway.EndpointType.REGIONAL] },
  cloudWatchRole: false,
  deployOptions: { stageName: stage, throttlingRateLimit: 100, throttlingBurstLimit: 200 },
});
api.node.tryRemoveChild('Endpoint');
(api.node.defaultChild as cdk.CfnResource).addPropertyOverride('SecurityPolicy', 'TLS_1_2');
new cdk.CfnOutput(echoStack, 'APIURL', { description: 'The echo behind API Gateway', value: api.url });
new cdk.CfnOutput(echoStack, 'EchoLambdaFunction', {
  description: 'ARN of the echo function',
  value: fn.functionArn,
  exportName: `echo-api-${stage}-EchoLambdaFunction`,
});

// alb-lambda
const albStack = newStack('alb-lambda', 'Load balancer in front of the echo function');
const bucket = new s3.Bucket(new Construct(albStack, 'Logs'), 'Bucket', {
  encryption: s3.BucketEncryption.S3_MANAGED,
  blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
  enforceSSL: true,
  lifecycleRules: [{
    id: 'ExpireLogs',
    expiration: cdk.Duration.days(45),
    abortIncompleteMultipartUploadAfter: cdk.Duration.days(1),
  }],
  removalPolicy: cdk.RemovalPolicy.DESTROY,
  autoDeleteObjects: true,
});
const provider = albStack.node.findChild('Custom::S3AutoDeleteObjectsCustomResourceProvider');
// The auto-delete function logs to a group that is deleted with the stack, and nowhere else.
const providerLogs = new logs.LogGroup(provider as Construct, 'LogGroup', {
  retention: logs.RetentionDays.ONE_MONTH,
  removalPolicy: cdk.RemovalPolicy.DESTROY,
});
const providerRole = provider.node.findChild('Role') as cdk.CfnResource;
providerRole.addPropertyDeletionOverride('ManagedPolicyArns');
const providerPolicy = new iam.CfnPolicy(provider as Construct, 'LogPolicy', {
  policyName: 'Log',
  roles: [providerRole.ref],
  policyDocument: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: providerLogs.logGroupArn }],
  },
});
const providerHandler = provider.node.findChild('Handler') as cdk.CfnResource;
providerHandler.addPropertyOverride('LoggingConfig', { LogGroup: providerLogs.logGroupName });
providerHandler.addResourceDependency(providerPolicy);
for (const child of ['Role', 'Handler']) {
  (provider.node.findChild(child) as cdk.CfnResource).addPropertyOverride('Tags', [
    { Key: 'service', Value: 'alb-lambda' },
    { Key: 'stage', Value: stage },
  ]);
}
const edge = new Construct(albStack, 'Edge');
const loadBalancer = new elb.ApplicationLoadBalancer(edge, 'LoadBalancer', {
  vpc,
  internetFacing: true,
  ipAddressType: elb.IpAddressType.IPV4,
  securityGroup,
  http2Enabled: false,
  deletionProtection: false,
  dropInvalidHeaderFields: true,
});
bucket.addToResourcePolicy(new iam.PolicyStatement({
  sid: 'AccessLogs',
  principals: [new iam.ServicePrincipal('logdelivery.elasticloadbalancing.amazonaws.com')],
  actions: ['s3:PutObject'],
  resources: [bucket.arnForObjects(`alb/AWSLogs/${albStack.account}/*`)],
}));
loadBalancer.setAttribute('access_logs.s3.enabled', 'true');
loadBalancer.setAttribute('access_logs.s3.bucket', bucket.bucketName);
loadBalancer.setAttribute('access_logs.s3.prefix', 'alb');
const loadBalancerResource = loadBalancer.node.defaultChild as cdk.CfnResource;
loadBalancerResource.node.addDependency(bucket.policy!);
loadBalancerResource.node.addDependency(bucket.node.findChild('AutoDeleteObjectsCustomResource'));
const listener = new elb.ApplicationListener(edge, 'HTTP', {
  loadBalancer,
  port: 80,
  protocol: elb.ApplicationProtocol.HTTP,
  open: false,
  defaultAction: elb.ListenerAction.fixedResponse(404, {
    contentType: 'application/json',
    messageBody: JSON.stringify({ message: 'Not Found' }),
  }),
});
const mount = new Construct(edge, 'Mount--echo');
const name = `alb-lambda-${stage}-77b8d95f60`; // the application hashes it
const permission = new lambda.CfnPermission(mount, 'Permission', {
  action: 'lambda:InvokeFunction',
  functionName: fn.functionArn,
  principal: 'elasticloadbalancing.amazonaws.com',
  sourceAccount: albStack.account,
  sourceArn: albStack.formatArn({ service: 'elasticloadbalancing', resource: 'targetgroup', resourceName: `${name}/*` }),
});
const group = new elb.ApplicationTargetGroup(mount, 'TargetGroup', {
  targetGroupName: name,
  targetType: elb.TargetType.LAMBDA,
  multiValueHeadersEnabled: true,
});
const groupResource = group.node.defaultChild as elb.CfnTargetGroup;
groupResource.targets = [{ id: fn.functionArn }];
groupResource.addResourceDependency(permission);
const rule = new elb.ApplicationListenerRule(mount, 'Rule', {
  listener,
  priority: 1,
  conditions: [elb.ListenerCondition.pathPatterns(['/echo', '/echo/*'])],
  action: elb.ListenerAction.forward([group]),
});
(rule.node.defaultChild as cdk.CfnResource).overrideLogicalId('EdgeHTTP338B6A2ERule1');
new cdk.CfnOutput(albStack, 'LoadBalancerDNSName', {
  description: 'Name of the load balancer',
  value: loadBalancer.loadBalancerDnsName,
  exportName: `alb-lambda-${stage}-LoadBalancerDNSName`,
});
new cdk.CfnOutput(albStack, 'EchoURL', {
  description: 'The echo behind the load balancer',
  value: `http://${loadBalancer.loadBalancerDnsName}/echo`,
});
