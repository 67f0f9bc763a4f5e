package wire

import (
	"context"
	"encoding/json"
	"net"
	"strconv"
)

// Carrier is the function that sends what it is handed, to one host, whatever an event says.
type Carrier struct{ Host string }

// Append carries one [Parcel], and returns the [Reply]. That nothing comes back is in the reply:
// the function has not failed.
func (c Carrier) Append(ctx context.Context, dst, event []byte) ([]byte, error) {
	var parcel Parcel
	if err := json.Unmarshal(event, &parcel); err != nil {
		return nil, err
	}
	request, err := parcel.Request.Unpack()
	if err != nil {
		return nil, err
	}
	reply := Reply{}
	if response, err := c.send(ctx, &parcel, request); err != nil {
		reply.Error = err.Error()
	} else {
		reply = Reply{Status: response.Status, Header: response.Header, Body: Pack(response.Body)}
	}
	text, err := json.Marshal(reply)
	return append(dst, text...), err
}

func (c Carrier) send(ctx context.Context, parcel *Parcel, request []byte) (*Response, error) {
	conn, err := new(net.Dialer).DialContext(ctx, "tcp", net.JoinHostPort(c.Host, strconv.Itoa(parcel.Port)))
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	return Do(conn, parcel.Method, request)
}
