"""Starts MiniStack 1.5.33 with what its CloudFormation lacks although its services have it.

A newer MiniStack that does the same by itself needs none of these lines.
"""
import os

# First of all, so that an emulator whose starter was killed can still be found.
with open("pid", "w") as file:
    file.write(str(os.getpid()))

import asyncio
import json
import time

from ministack.app import main
from ministack.services import athena, cloudformation, s3
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

# CloudFormation sets the tags of a bucket, and CDK's auto-delete function empties none that lacks its tag. MiniStack
# ignores them.
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
    # As on AWS, and unlike MiniStack's own, it fails for a bucket that is not empty. One that is gone is no fault.
    status, _headers, body = s3._delete_bucket(physical_id)
    if status >= 400 and b"<Code>NoSuchBucket<" not in body:
        raise ValueError(body.decode())


bucket.update(create=create_bucket, update=update_bucket, delete=delete_bucket)

# A stack whose outputs alone are other ones is changed, as on AWS. MiniStack looks at the resources.
actions = cloudformation._ACTION_HANDLERS
plan = actions["CreateChangeSet"]


def create_change_set(params):
    known = set(cloudformation._change_sets)
    answer = plan(params)
    for made in set(cloudformation._change_sets) - known:
        change_set = cloudformation._change_sets[made]
        stack = cloudformation._stacks[change_set["StackName"]]
        outputs = [template.get("Outputs") for template in (change_set["_template"], stack.get("_template", {}))]
        if "didn't contain changes" in change_set["StatusReason"] and outputs[0] != outputs[1]:
            change_set.update(Status="CREATE_COMPLETE", ExecutionStatus="AVAILABLE", StatusReason="")
    return answer


actions["CreateChangeSet"] = create_change_set

# The CDK toolkit looks at a stack as soon as it is in motion, and again after five seconds. Here it is done in one, with
# a custom resource, and at once without: a request that sets a stack in motion is answered when all are at rest, or three
# seconds later.
handle_request = cloudformation.handle_request


def moving():
    states = [stack["StackStatus"] for stack in cloudformation._stacks.values()]
    return any(state.endswith("_IN_PROGRESS") and state != "REVIEW_IN_PROGRESS" for state in states)


async def handle_request_patiently(method, path, headers, body, query_params):
    answer = await handle_request(method, path, headers, body, query_params)
    if b"Action=ExecuteChangeSet" in body or b"Action=DeleteStack" in body:
        until = time.monotonic() + 3
        await asyncio.sleep(0)  # the stack's task sets out
        while moving() and time.monotonic() < until:
            await asyncio.sleep(0.02)
    return answer


cloudformation.handle_request = handle_request_patiently

main()
