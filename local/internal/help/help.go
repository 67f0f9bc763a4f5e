// Package help is the help of serve and explain, which two commands print: local, which builds and
// starts local/serve, and local/serve itself.
//
// Text for a user may enter. What the flags do is the business of local/serve.
package help

// Serve is the usage of serve and explain.
const Serve = `usage: go run ./local serve [flags]
       go run ./local explain [flags] [-X METHOD] [-H 'NAME: VALUE'] [-d BODY] URL

  serve    run the app's load balancers, REST APIs and function URLs on 127.0.0.1, until Ctrl-C,
           with a page of the last requests
  explain  send one request through the templates: which rule matches, why the others do not,
           what the function gets, and what comes back

flags:
  --app DIR      folder of the CDK app, with its cdk.json (default .)
  --stage NAME   stage, the same as -c stage=NAME
  -c KEY=VALUE   more context for the app; may be repeated
  --stack NAME   serve this stack, and those named too; may be repeated (default all)
  --env FILE     environment variables for the functions: KEY=VALUE lines, and lines like
                 [shop/Orders] before those of one function
  --jwks FILE    key set for all jwt-validation actions, a file or an address (default the address
                 that each has)
  --trust-store FILE
                 authorities of clients' certificates for all trust stores, in PEM (default none, and
                 no certificate is verified)
  --user ID      who has signed in, for OIDC and Cognito, with claims: alice,email=alice@example.com
  --out DIR      serve what CDK has synthesized to DIR, and do not synthesize
  --port N       ports of the front ends from N on (default 8080 for 80, 8443 for 443, 3000 for APIs)

flags of explain:
  -X METHOD      method (default GET, or POST with -d)
  -H HEADER      a header; may be repeated
  -d BODY        body, or @FILE
  --from IP      address of the client (default 192.0.2.1)
  --to NAME      front end, where there are several: construct path of the load balancer or API
  --run          run the function; otherwise a 200 stands for its response
`
