import { applyDecorators, type Type } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { IsString } from 'class-validator';
import { JSONSchema } from 'class-validator-jsonschema';

/** What a route answers with, for the API's documentation. */
export interface AnswerDescription {
  /** Class that describes one resource; nothing makes instances of it. */
  readonly of: Type<unknown>;
  /** `page`: a list as {@link pageAnswer} gives it. `object`: always one with the list in it. `array`: always a bare array. */
  readonly as?: 'page' | 'object' | 'array';
  /** Member that holds the list in an object. */
  readonly key?: string;
}

/** Says what a route answers with. */
export const Answers = Reflector.createDecorator<AnswerDescription>();

/** A time in an answer: ISO 8601, UTC. */
export function IsInstant(): PropertyDecorator {
  return applyDecorators(JSONSchema({ format: 'date-time' }), IsString());
}
