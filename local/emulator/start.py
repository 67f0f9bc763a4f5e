"""Starts MiniStack 1.5.33 and fixes what would hide a difference from AWS.

A newer MiniStack that does the same by itself needs none of these lines.
"""
import os

# Before anything else, so that an emulator whose starter was killed can still be found.
with open("pid", "w") as file:
    file.write(str(os.getpid()))

import asyncio
import json
import time

from ministack.app import main
from ministack.core.iam_actions import _s3_action
from ministack.core.iam_evaluator import EvalContext, evaluate_resource_policy
from ministack.services import athena, cloudformation, cloudwatch_logs, ec2, lambda_svc, s3
from ministack.services.cloudformation import provisioners


def create_named_query(logical_id, props, stack_name):
    _status, _headers, body = athena._create_named_query(props)
    query = json.loads(body)["NamedQueryId"]
    return query, {"NamedQueryId": query}


def update_named_query(physical_id, old_props, new_props, stack_name):
    # CloudFormation replaces a query whatever changes in it.
    created = create_named_query(physical_id, new_props, stack_name)
    provisioners._delete_predecessor(delete_named_query, physical_id, old_props)
    return created


def delete_named_query(physical_id, props):
    athena._delete_named_query({"NamedQueryId": physical_id})


provisioners._RESOURCE_HANDLERS.setdefault("AWS::Athena::NamedQuery", {
    "create": create_named_query,
    "update": update_named_query,
    "delete": delete_named_query,
})

# CloudFormation sets the tags of a bucket, and CDK's auto-delete function empties only buckets with
# its tag. MiniStack ignores the tags.
bucket = provisioners._RESOURCE_HANDLERS["AWS::S3::Bucket"]
create, update = bucket["create"], bucket["update"]


def tagged(made, props):
    name, _attributes = made
    s3._bucket_tags[name] = {tag["Key"]: tag["Value"] for tag in props.get("Tags", [])}
    return made


def create_bucket(logical_id, props, stack_name):
    return tagged(create(logical_id, props, stack_name), props)


def update_bucket(physical_id, old_props, new_props, stack_name):
    return tagged(update(physical_id, old_props, new_props, stack_name), new_props)


def delete_bucket(physical_id, props):
    # As on AWS, and unlike MiniStack's own, it fails for a bucket that is not empty. One that is
    # gone is not an error.
    status, _headers, body = s3._delete_bucket(physical_id)
    if status >= 400 and b"<Code>NoSuchBucket<" not in body:
        raise ValueError(body.decode())


bucket.update(create=create_bucket, update=update_bucket, delete=delete_bucket)

# Rules of a security group refer to the addresses of a VPC. MiniStack knows no such attribute.
vpc = provisioners._RESOURCE_HANDLERS["AWS::EC2::VPC"]


def with_addresses(handler):
    def handle(*args, **kwargs):
        made, attributes = handler(*args, **kwargs)
        return made, attributes | {"CidrBlock": ec2._vpcs[made]["CidrBlock"]}
    return handle


vpc.update(create=with_addresses(vpc["create"]), update=with_addresses(vpc["update"]))

# S3 rejects what a bucket policy denies everyone. CDK's auto-delete function relies on it: it
# denies writes before it empties the bucket. A service that calls with its own name as access key
# has only what the policy allows it; other callers stand for the account. MiniStack reads no
# policies. Requests count as encrypted: on AWS they are.
dispatch = s3._dispatch


def rejects(method, bucket, key, headers, query_params):
    path = f"/{bucket}/{key}" if key else f"/{bucket}"
    caller = s3.extract_access_key_id(headers, query_params)
    service = caller if caller.endswith(".amazonaws.com") else None
    request = EvalContext(
        principal_arn="*", principal_type="Anonymous", principal_account="", region="us-east-1", secure_transport=True,
        action=f"s3:{_s3_action(method, path, query_params)}", resource_arn="arn:aws:s3:::" + path[1:],
    )
    decision = evaluate_resource_policy(s3._bucket_policies.get(bucket), request, service).decision
    return decision == "Deny" or service is not None and decision != "Allow"


def dispatch_what_is_allowed(method, bucket, key, headers, body, query_params):
    if s3._buckets.get(bucket) is not None and rejects(method, bucket, key, headers, query_params):
        return s3._error("AccessDenied", "Access Denied", 403, f"/{bucket}/{key}")
    return dispatch(method, bucket, key, headers, body, query_params)


s3._dispatch = dispatch_what_is_allowed

# A function whose configuration names a log group writes to no other, and makes none: its role may
# not. MiniStack brings back a group that was deleted while the function ran, and a stack that is
# gone would leave it behind.
emit_logs = lambda_svc._emit_lambda_logs


def emit_logs_to_what_is_there(function, *args, **kwargs):
    group = ((function.get("config") or function).get("LoggingConfig") or {}).get("LogGroup")
    if group is None or group in cloudwatch_logs._log_groups:
        emit_logs(function, *args, **kwargs)


lambda_svc._emit_lambda_logs = emit_logs_to_what_is_there

# A stack of which only the outputs change is changed, as on AWS. MiniStack looks at the resources.
actions = cloudformation._ACTION_HANDLERS
plan = actions["CreateChangeSet"]


def create_change_set(params):
    known = set(cloudformation._change_sets)
    response = plan(params)
    for created in set(cloudformation._change_sets) - known:
        change_set = cloudformation._change_sets[created]
        stack = cloudformation._stacks[change_set["StackName"]]
        outputs = [template.get("Outputs") for template in (change_set["_template"], stack.get("_template", {}))]
        if "didn't contain changes" in change_set["StatusReason"] and outputs[0] != outputs[1]:
            change_set.update(Status="CREATE_COMPLETE", ExecutionStatus="AVAILABLE", StatusReason="")
    return response


actions["CreateChangeSet"] = create_change_set

# The CDK toolkit polls a stack when its update begins, and again after five seconds. Here an update
# takes at most one. So the response to a request that begins an update waits until no stack is in
# progress, but no longer than three seconds.
handle_request = cloudformation.handle_request


def in_progress():
    states = [stack["StackStatus"] for stack in cloudformation._stacks.values()]
    return any(state.endswith("_IN_PROGRESS") and state != "REVIEW_IN_PROGRESS" for state in states)


async def handle_request_and_wait(method, path, headers, body, query_params):
    response = await handle_request(method, path, headers, body, query_params)
    if b"Action=ExecuteChangeSet" in body or b"Action=DeleteStack" in body:
        until = time.monotonic() + 3
        await asyncio.sleep(0)  # the stack's task begins
        while in_progress() and time.monotonic() < until:
            await asyncio.sleep(0.02)
    return response


cloudformation.handle_request = handle_request_and_wait

main()
