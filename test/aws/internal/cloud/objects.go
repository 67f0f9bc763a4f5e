package cloud

import (
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

// Objects lists the keys of a bucket.
func (c *Cloud) Objects(ctx context.Context, bucket string) ([]string, error) {
	var keys []string
	pages := s3.NewListObjectsV2Paginator(c.Buckets, &s3.ListObjectsV2Input{Bucket: aws.String(bucket)})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return nil, fmt.Errorf("list bucket %s: %w", bucket, err)
		}
		for i := range page.Contents {
			keys = append(keys, aws.ToString(page.Contents[i].Key))
		}
	}
	return keys, nil
}

// Log reads a log file: a line a request.
// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html
func (c *Cloud) Log(ctx context.Context, bucket, key string) (string, error) {
	out, err := c.Buckets.GetObject(ctx, &s3.GetObjectInput{Bucket: aws.String(bucket), Key: aws.String(key)})
	if err != nil {
		return "", fmt.Errorf("read %s of bucket %s: %w", key, bucket, err)
	}
	defer out.Body.Close()
	var from io.Reader = out.Body
	if strings.HasSuffix(key, ".gz") {
		if from, err = gzip.NewReader(out.Body); err != nil {
			return "", fmt.Errorf("read %s of bucket %s: %w", key, bucket, err)
		}
	}
	text, err := io.ReadAll(from)
	return string(text), err
}
