package httpsim

import (
	"sync"
	"time"
)

// Throttle is a limit of requests: "API Gateway throttles requests to your API using the token
// bucket algorithm".
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
type Throttle struct {
	// Rate is the number of requests a second.
	Rate float64
	// Burst is how many may come at once.
	Burst int

	mutex  sync.Mutex
	tokens float64
	last   time.Time
}

// allow takes a token out of the bucket, if there is one.
func (t *Throttle) allow(now time.Time) bool {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if t.last.IsZero() {
		t.tokens = float64(t.Burst)
	} else {
		t.tokens = min(float64(t.Burst), t.tokens+now.Sub(t.last).Seconds()*t.Rate)
	}
	t.last = now
	if t.tokens < 1 {
		return false
	}
	t.tokens--
	return true
}
