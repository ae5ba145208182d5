import { applyDecorators } from '@nestjs/common';
import { ArrayMaxSize, ArrayUnique, IsArray, IsString, MaxLength, MinLength } from 'class-validator';

const MAX_ITEMS = 100;

/** A list of at most 100 different texts. What they have to look like is a rule of the domain. */
export function IsTextList(): PropertyDecorator {
  return applyDecorators(
    IsArray(),
    ArrayMaxSize(MAX_ITEMS),
    ArrayUnique({ message: '$property must name each entry once.' }),
    IsString({ each: true }),
    MinLength(1, { each: true }),
    MaxLength(2000, { each: true }),
  );
}
