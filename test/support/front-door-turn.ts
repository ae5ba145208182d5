import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import type { FrontDoor } from '../../src/guard/front-door.js';

/** One request of a browser to a route behind the door: what the door reads in it, and the cookies that it sets. */
export async function turn(door: FrontDoor, url: string, cookie = '', body?: object) {
  const headers = { 'sec-fetch-mode': 'navigate', cookie };
  const method = body === undefined ? 'GET' : 'POST';
  const request = Object.assign(new IncomingMessage(new Socket()), { method, url, headers, body });
  const response = new ServerResponse(request);
  const reading = await door.read(request, response);
  const set = [response.getHeader('set-cookie') ?? []].flat().map(String);
  const kept = set.filter((one) => !one.includes('Max-Age=0')).map((one) => one.split(';')[0]);
  return {
    reading,
    kind: reading.kind,
    url: reading.kind === 'redirect' ? reading.url : '',
    /** As the browser sends them next. */
    cookie: kept.join('; '),
    set,
  };
}
