// The peer on Node.js: the same responses by JSON.parse and JSON.stringify, on the plain Runtime
// API. It uses the fastest of what the core modules offer: one kept connection, no stream decoding,
// one write.
'use strict';
const http = require('node:http');

const [hostname, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':');
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
const base = '/2018-06-01/runtime/invocation/';

function call(method, path, body) {
  return new Promise((resolve, reject) => {
    const headers = body ? { 'content-type': 'application/json', 'content-length': body.length } : {};
    const request = http.request({ hostname, port, method, path: base + path, agent, headers }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(chunks) }));
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}

function echo(event) {
  const elb = event.requestContext?.elb;
  const body = JSON.stringify({
    integrationType: elb ? 'alb' : 'apigw',
    message: elb ? 'This request came through an Application Load Balancer.' : 'This request came through API Gateway.',
    requestEvent: event,
  });
  const headers = { 'content-type': 'application/json' };
  return elb
    ? { statusCode: 200, statusDescription: '200 OK', isBase64Encoded: false, headers, body }
    : { statusCode: 200, isBase64Encoded: false, headers, body };
}

(async () => {
  for (;;) {
    const { headers, body } = await call('GET', 'next');
    const response = Buffer.from(JSON.stringify(echo(JSON.parse(body.toString()))));
    await call('POST', `${headers['lambda-runtime-aws-request-id']}/response`, response);
  }
})();
