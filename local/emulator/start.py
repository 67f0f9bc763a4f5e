"""Starts MiniStack 1.5.33 with what its CloudFormation lacks although its services have it.

A newer MiniStack that does the same by itself needs none of these lines.
"""
import json

from ministack.app import main
from ministack.services import athena, s3
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

main()
