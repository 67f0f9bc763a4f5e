"""Starts MiniStack 1.5.33 with what its CloudFormation lacks although its services have it.

A newer MiniStack that knows a type by itself keeps its own handler, and the lines here can be deleted.
"""
import json

from ministack.app import main
from ministack.services import athena
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

main()
