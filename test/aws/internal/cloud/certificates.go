package cloud

import (
	"context"
	"errors"
	"fmt"

	"example.com/alb-lambda/test/aws/internal/names"
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/acm"
	"github.com/aws/aws-sdk-go-v2/service/acm/types"
)

// ImportCertificate imports a certificate with the token as tag, and returns its ARN.
// https://docs.aws.amazon.com/acm/latest/userguide/import-certificate-prerequisites.html
func (c *Cloud) ImportCertificate(ctx context.Context, certificate, key []byte, token string) (string, error) {
	out, err := c.Certificates.ImportCertificate(ctx, &acm.ImportCertificateInput{
		Certificate: certificate, PrivateKey: key, Tags: []types.Tag{{Key: aws.String(names.Tag), Value: aws.String(token)}},
	})
	if err != nil {
		return "", fmt.Errorf("import a certificate: %w", err)
	}
	return aws.ToString(out.CertificateArn), nil
}

// FindCertificate returns the ARN of the certificate that carries the token, or "".
func (c *Cloud) FindCertificate(ctx context.Context, token string) (string, error) {
	pages := acm.NewListCertificatesPaginator(c.Certificates, &acm.ListCertificatesInput{
		Includes: &types.Filters{KeyTypes: []types.KeyAlgorithm{types.KeyAlgorithmRsa2048}},
	})
	for pages.HasMorePages() {
		page, err := pages.NextPage(ctx)
		if err != nil {
			return "", fmt.Errorf("list the certificates: %w", err)
		}
		for i := range page.CertificateSummaryList {
			arn := aws.ToString(page.CertificateSummaryList[i].CertificateArn)
			if of, err := c.certificateToken(ctx, arn); err != nil || of == token {
				return arn, err
			}
		}
	}
	return "", nil
}

// DeleteCertificate deletes a certificate, if it carries the token.
func (c *Cloud) DeleteCertificate(ctx context.Context, arn, token string) error {
	of, err := c.certificateToken(ctx, arn)
	var missing *types.ResourceNotFoundException
	switch {
	case errors.As(err, &missing):
		return nil
	case err != nil:
		return err
	case of != token:
		return fmt.Errorf("certificate %s: %w", arn, ErrForeign)
	}
	for try := 1; ; try++ {
		_, err = c.Certificates.DeleteCertificate(ctx, &acm.DeleteCertificateInput{CertificateArn: aws.String(arn)})
		var used *types.ResourceInUseException
		// A load balancer that is gone uses it for a while.
		if !errors.As(err, &used) || try == 40 {
			break
		}
		if err := c.Wait(ctx); err != nil {
			return err
		}
	}
	if err != nil {
		return fmt.Errorf("delete certificate %s: %w", arn, err)
	}
	return nil
}

func (c *Cloud) certificateToken(ctx context.Context, arn string) (string, error) {
	out, err := c.Certificates.ListTagsForCertificate(ctx, &acm.ListTagsForCertificateInput{CertificateArn: aws.String(arn)})
	if err != nil {
		return "", fmt.Errorf("read the tags of certificate %s: %w", arn, err)
	}
	for _, tag := range out.Tags {
		if aws.ToString(tag.Key) == names.Tag {
			return aws.ToString(tag.Value), nil
		}
	}
	return "", nil
}
