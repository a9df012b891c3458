import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv';

const ajv = new Ajv2020({ allErrors: false, strict: false });
const schema = JSON.parse(readFileSync(new URL('../../../docs/realtime.schema.json', import.meta.url), 'utf8')) as object;
ajv.addSchema(schema, 'realtime');
const compiled = new Map<string, ValidateFunction>();

/** What is wrong with a frame as of a definition of docs/realtime.schema.json; undefined if nothing. */
export function wrong(definition: string, frame: unknown): string | undefined {
  let validate = compiled.get(definition);
  if (!validate) {
    validate = ajv.compile({ $ref: `realtime#/$defs/${definition}` });
    compiled.set(definition, validate);
  }
  return validate(frame) ? undefined : `${definition}: ${ajv.errorsText(validate.errors)} in ${JSON.stringify(frame)}`;
}
