import { applyDecorators } from '@nestjs/common';
import { Transform } from 'class-transformer';
import { Allow } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';

/** A field that the hub itself returns: accepted when it comes back in a body, and ignored. */
export function ReadOnlyField(): PropertyDecorator {
  return applyDecorators(
    Transform(() => undefined, { toClassOnly: true }),
    Allow(),
    JSONSchema({ readOnly: true }),
  );
}
