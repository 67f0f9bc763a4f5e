package frontends

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"
)

// KeySets finds the key sets of jwt-validation actions. What comes from an address is kept for five
// minutes.
type KeySets struct {
	// Source is the address or the file of the only key set. Default: the action's own address.
	Source string

	mutex sync.Mutex
	kept  map[string]keptKeys
}

type keptKeys struct {
	set []byte
	at  time.Time
}

const (
	keepKeys = 5 * time.Minute
	maxKeys  = 1 << 20
)

// Get returns the key set of an action that has this address.
func (k *KeySets) Get(ctx context.Context, address string) ([]byte, error) {
	if k.Source != "" {
		address = k.Source
	}
	if !strings.HasPrefix(address, "http://") && !strings.HasPrefix(address, "https://") {
		return os.ReadFile(address)
	}
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if kept, ok := k.kept[address]; ok && time.Since(kept.at) < keepKeys {
		return kept.set, nil
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	set, err := io.ReadAll(io.LimitReader(response.Body, maxKeys))
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s responds %s", address, response.Status)
	}
	if err != nil {
		return nil, err
	}
	if k.kept == nil {
		k.kept = map[string]keptKeys{}
	}
	k.kept[address] = keptKeys{set, time.Now()}
	return set, nil
}
