import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

interface OperationDocument {
  readonly responses: Readonly<Record<string, { readonly $ref?: string }>>;
}

const document = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../openapi/generated/clearband.json'), 'utf8'),
) as { readonly paths: Readonly<Record<string, Readonly<Record<string, OperationDocument>>>> };

const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
ajv.addSchema(document, 'contract');
const compiled = new Map<string, ValidateFunction>();
const templates = Object.keys(document.paths).map((path) => ({
  path,
  pattern: new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{[^}]+\}/g, '[^/]+')}$`),
}));

/** What is wrong with an answer, by the contract; empty when it is as the contract says. */
export function faultsOfAnswer(
  request: { readonly method: string; readonly path: string },
  response: Response,
  text: string,
): string[] {
  const path = request.path.split('?')[0] ?? '';
  const template = templates.find((one) => one.path === path) ?? templates.find((one) => one.pattern.test(path));
  if (template === undefined) return response.status === 404 ? [] : [`${path} is not in the contract`];
  const method = request.method.toLowerCase();
  const operation = document.paths[template.path]?.[method];
  if (operation === undefined)
    return response.status === 405 ? [] : [`${method} ${template.path} is not in the contract`];
  const described = operation.responses[String(response.status)];
  if (described === undefined) return [`${method} ${template.path} has no answer ${response.status}`];
  const type = (response.headers.get('content-type') ?? '').split(';')[0] ?? '';
  if (text === '' || !type.endsWith('json')) return [];
  const pointer = described.$ref ?? `#/paths/${escape(template.path)}/${method}/responses/${response.status}`;
  const validate = validatorOf(`contract${pointer}/content/${escape(type)}/schema`);
  return validate(JSON.parse(text))
    ? []
    : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ''}`);
}

function validatorOf(reference: string): ValidateFunction {
  const known = compiled.get(reference);
  if (known !== undefined) return known;
  const made = ajv.compile({ $ref: reference });
  compiled.set(reference, made);
  return made;
}

function escape(part: string): string {
  return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'));
}
