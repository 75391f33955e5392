import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import express, { type Request, type Response } from 'express';
import { type Context, OpenAPIBackend, type Request as ContractRequest } from 'openapi-backend';

/**
 * The reference of the HTTP benches, a program of its own: openapi-backend in an express app, both as their manuals show
 * them, answers one operation with a constant, without authentication, decisions, records or a database. Its contract
 * has this one operation, so that finding it costs nothing. Argument: a file with the constant, JSON.
 */
const [file = ''] = process.argv.slice(2);
const constant: unknown = JSON.parse(readFileSync(file, 'utf8'));

const api = new OpenAPIBackend({
  quick: true,
  definition: {
    openapi: '3.0.3',
    info: { title: 'A constant', version: '1' },
    paths: {
      '/api/v1/sensors': {
        get: {
          operationId: 'sensor_list',
          parameters: [{ name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 1000 } }],
          responses: { '200': { description: 'The constant' } },
        },
      },
    },
  },
  handlers: {
    sensor_list: (_context: Context, _request: Request, response: Response) => response.status(200).json(constant),
    validationFail: (context: Context, _request: Request, response: Response) =>
      response.status(400).json(context.validation.errors),
    notFound: (_context: Context, _request: Request, response: Response) => response.sendStatus(404),
  },
});
await api.init();

const app = express();
app.use((request, response) => api.handleRequest(request as ContractRequest, request, response));
const server = createServer(app).listen(0, '127.0.0.1', () => {
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  process.stdout.write(`${JSON.stringify({ port })}\n`);
});
process.once('disconnect', () => process.exit());
