/**
 * Settings for products that people run beside the hub (Coder, Grafana …), written with this hub's values so that they
 * can be pasted. Owns the products' templates, what each demands of an application, and the routes that hand them out.
 * Reads applications, changes none; holds no secret and prints none.
 */
export { ClientSettingsController } from './client-settings.controller.js';
