import type { Messages } from './en.js';
import { shortened } from './words.js';

/** Spanish, in the formal register. */
export const es: Messages = {
  redirectUriMismatch: (received, application) => ({
    title: 'Esta aplicación no está configurada correctamente',
    sentence: `${application ?? 'La aplicación'} pidió volver a ${quoted(received)}, una dirección que no está registrada para ella.`,
    advice: `Los responsables de la aplicación deben hacer que ambas coincidan, carácter por carácter: registrar ${quoted(received)} como URL de devolución de llamada de la aplicación o corregir el URI de redirección que envía.`,
  }),
  unknownClient: () => ({
    title: 'Aplicación desconocida',
    sentence: 'La aplicación de la que viene no está registrada o está deshabilitada.',
    advice: 'Los responsables de la aplicación deben comprobar su id. de cliente.',
  }),
  expired: () => ({
    title: 'Este inicio de sesión ya no está pendiente',
    sentence: 'Tardó demasiado, se terminó en otra pestaña o comenzó en otro navegador.',
    advice: 'Vuelva a la aplicación e inicie sesión de nuevo.',
    actor: 'person',
  }),
  invalidRequest: (technicalDetail) => ({
    title: 'La aplicación envió una solicitud a la que no se puede responder',
    sentence: 'Para los responsables de la aplicación, este es el motivo, en inglés:',
    technicalDetail,
    advice: 'Los responsables de la aplicación deben corregirlo.',
  }),
  invalidLogout: (technicalDetail) => ({
    title: 'No se pudo completar el cierre de sesión',
    sentence: 'Para los responsables de la aplicación, este es el motivo, en inglés:',
    technicalDetail,
    advice:
      'Si tenía una sesión iniciada, sigue abierta. Cierre el navegador por seguridad y avise a los responsables de la aplicación.',
  }),
  unavailable: () => ({
    title: 'No disponible temporalmente',
    sentence: 'El servicio de inicio de sesión no puede acceder a su propio almacenamiento en este momento.',
    advice: 'Inténtelo de nuevo dentro de un minuto.',
    actor: 'operator',
  }),
  failure: () => ({
    title: 'Se ha producido un error',
    sentence: 'El servicio de inicio de sesión tuvo un error interno, que ha quedado registrado.',
    actor: 'operator',
  }),
  continueTo: (host) => `Continuar a ${host}`,
};

function quoted(text: string): string {
  return `«${shortened(text)}»`;
}
