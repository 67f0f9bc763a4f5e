package httpsim

import (
	"fmt"
	"net/http"
)

// lattice returns the event of VPC Lattice with event structure version 1: Lattice, "Receive events
// from the VPC Lattice service". The page has one value for each header and each key; that it is
// the last, and that path and query are as the client encoded them, is taken from load balancers.
func (d Endpoint) lattice(r *http.Request, body []byte) object {
	header := d.header(r)
	text, encoded := d.text(header, body)
	return object{
		{"raw_path", sentPath(r.URL)},
		{"method", r.Method},
		{"headers", lowerCase(header).last()},
		{"query_string_parameters", query(r, "&", asSent).last()},
		{"body", text},
		{"is_base64_encoded", encoded},
	}
}

// latticeV2 returns the event of VPC Lattice with event structure version 2: Lattice, same section.
func (d Endpoint) latticeV2(r *http.Request, body []byte) object {
	header := d.header(r)
	text, encoded := d.text(header, body)
	o := object{
		{"version", "2.0"},
		{"path", sentPath(r.URL)},
		{"method", r.Method},
		{"headers", lowerCase(header).all()},
	}
	if q := query(r, "&", asSent); len(q.names) > 0 {
		o = append(o, member{"queryStringParameters", q.all()})
	}
	if len(body) > 0 {
		o = append(o, member{"body", text})
	}
	return append(o, member{"isBase64Encoded", encoded}, member{"requestContext", object{
		{"serviceNetworkArn", lattice + "servicenetwork/sn-0bf3f2882e9cc805a"},
		{"serviceArn", lattice + "service/svc-0a40eebed65f8d69c"},
		{"targetGroupArn", lattice + "targetgroup/tg-6d0ecf831eec9f09"},
		{"identity", object{
			{"sourceVpcArn", "arn:aws:ec2:us-east-1:" + account + ":vpc/vpc-0b8276c84697e7339"},
		}},
		{"region", "us-east-1"},
		{"timeEpoch", fmt.Sprint(d.Time.UnixMicro())},
	}})
}
