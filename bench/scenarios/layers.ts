import type { Measurement } from './measurement.js';
export async function measureLayers(_one: Measurement): Promise<void> {}
