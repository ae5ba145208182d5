import type { Type } from '@nestjs/common';
import { PARAMTYPES_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';

/** The DTO classes that a handler reads. */
export interface RouteInputs {
  readonly query?: Type<unknown>;
  readonly body?: Type<unknown>;
}

/** Which classes describe a handler's query and body; shapeless types (`Array`, `String` …) describe nothing. */
export function routeInputs(controller: Type<unknown>, handlerName: string): RouteInputs {
  const types: readonly Type<unknown>[] =
    Reflect.getMetadata(PARAMTYPES_METADATA, controller.prototype as object, handlerName) ?? [];
  const parameters: Readonly<Record<string, { readonly index: number; readonly data?: unknown }>> =
    Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, handlerName) ?? {};
  const read = (kind: RouteParamtypes): Type<unknown> | undefined => {
    const found = Object.entries(parameters).find(
      ([key, { data }]) => key.startsWith(`${kind}:`) && data === undefined,
    );
    const type = found && types[found[1].index];
    return type === undefined || SHAPELESS.has(type) ? undefined : type;
  };
  const query = read(RouteParamtypes.QUERY);
  const body = read(RouteParamtypes.BODY);
  return { ...(query && { query }), ...(body && { body }) };
}

const SHAPELESS: ReadonlySet<unknown> = new Set([Object, Array, String, Number, Boolean]);
