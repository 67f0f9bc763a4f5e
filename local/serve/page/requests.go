package page

import "sync"

const (
	// most is how many requests are kept.
	most = 100
	// mostBytes bounds what they take together. What is large makes room by itself.
	mostBytes = 8 << 20
)

// requests are the last ones.
type requests struct {
	mutex   sync.Mutex
	all     []*exchange // the oldest first
	bytes   int
	next    int64
	viewers map[chan struct{}]bool
}

func newRequests() *requests { return &requests{next: 1, viewers: map[chan struct{}]bool{}} }

// add keeps a request, and forgets the oldest ones if there are too many.
func (l *requests) add(x *exchange) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	x.id = l.next
	l.next++
	l.all = append(l.all, x)
	l.bytes += x.size()
	n := 0
	for len(l.all)-n > most || l.bytes > mostBytes && len(l.all)-n > 1 {
		l.bytes -= l.all[n].size()
		l.all[n] = nil
		n++
	}
	l.all = l.all[n:]
	l.tell()
}

// tell wakes those who look, who may be at work.
func (l *requests) tell() {
	for viewer := range l.viewers {
		select {
		case viewer <- struct{}{}:
		default: // it is awake
		}
	}
}

// watch returns a channel that has something when requests were added or forgotten.
func (l *requests) watch() (changed <-chan struct{}, stop func()) {
	viewer := make(chan struct{}, 1)
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.viewers[viewer] = true
	return viewer, func() {
		l.mutex.Lock()
		defer l.mutex.Unlock()
		delete(l.viewers, viewer)
	}
}

// after returns the requests that came after one, and the id of the oldest that is kept.
func (l *requests) after(id int64) (later []*exchange, oldest int64) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if len(l.all) == 0 {
		return nil, l.next
	}
	oldest = l.all[0].id
	return append(later, l.all[max(0, min(int(id-oldest)+1, len(l.all))):]...), oldest
}

// get returns a request, or nil if it is not kept.
func (l *requests) get(id int64) *exchange {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if len(l.all) == 0 || id < l.all[0].id || id >= l.next {
		return nil
	}
	return l.all[id-l.all[0].id]
}

func (l *requests) clear() {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.all, l.bytes = nil, 0
	l.tell()
}
