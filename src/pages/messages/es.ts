import type { Messages } from './en.js';

/** Spanish, in the formal register. */
export const es: Messages = {
  locale: 'es',
  productName: 'Portico',

  signIn: 'Iniciar sesión',
  signInTo: (application) => `Iniciar sesión en ${application}`,
  chooseAccountFor: (application) => `Elegir una cuenta para ${application}`,
  emailLabel: 'Correo electrónico de trabajo',
  emailHint: 'A continuación verá la página de inicio de sesión de su organización.',
  continueButton: 'Continuar',
  or: 'o',
  continueWith: (name) => `Continuar con ${name}`,
  connectionsHeading: 'Formas de iniciar sesión',
  errorPrefix: 'Error: ',
  addressMalformed: 'Escriba una sola dirección de correo electrónico, por ejemplo nombre@example.com.',
  addressUnknown:
    'No hay ninguna organización configurada aquí con este dominio de correo. Compruebe la ortografía, use su dirección de trabajo o pregunte a su administrador si puede iniciar sesión en esta aplicación.',
  troubleLink: '¿Problemas para iniciar sesión?',

  oneMoment: 'Un momento, por favor',
  continueTitle: 'Le estamos llevando a su organización',
  continueTo: (name) => `Continuar a ${name}`,
  continueSentence: 'Si no ocurre nada, use el botón siguiente.',
  signedInTitle: 'Este inicio de sesión está completo',
  signedInSentence: 'Se completó hace un momento. Continúe en la aplicación.',
  useAnotherAccount: 'Usar otra cuenta',
  usedLastTime: 'Usada la última vez',

  frontTitle: 'Un servicio de inicio de sesión',
  frontSentence:
    'Esto es Portico, un hub de identidad. Las aplicaciones envían aquí a las personas para que inicien sesión con la cuenta de su propia organización. Para iniciar sesión, abra la aplicación que desea utilizar.',
  frontFor: 'Para desarrollo y operación',
  frontDiscovery: 'Configuración del OpenID Provider',
  frontApi: 'API de administración',

  signOut: 'Cerrar sesión',
  staySignedIn: 'Mantener la sesión iniciada',
  signOutTitle: '¿Desea cerrar la sesión?',
  signOutSentence: 'Su sesión terminará aquí. Es posible que siga abierta en su organización.',
  signOutSentenceFor: (application) =>
    `${application} solicita cerrar su sesión. La sesión terminará aquí; es posible que siga abierta en su organización.`,
  signedOutTitle: 'Ha cerrado la sesión',
  signedOutSentence: 'Puede cerrar esta ventana.',
  signedOutSentenceFor: (application) => `Puede cerrar esta ventana o volver a ${application}.`,

  helpTitle: '¿Problemas para iniciar sesión?',
  helpIntroduction:
    '¿Falló el inicio de sesión en la página de su propia organización? No se nos informa de ello, pero la página suele mostrar un código y podemos explicar muchos de ellos.',
  helpCodeLabel: 'Código de la página de error',
  helpCodeHint: 'Copie solo el código, sin el resto del mensaje.',
  helpExplain: 'Explicar este código',
  helpCodeMalformed:
    'Escriba solo el código: letras, números, puntos, guiones y guiones bajos, con un máximo de 64 caracteres.',
  helpCodeUnknown: (code) =>
    `No tenemos ninguna explicación para «${code}». Comunique el código y la hora en que apareció al administrador de su organización.`,
  helpExplanation: (code) => `Qué significa ${code}`,
  helpGeneralTitle: 'Lo que suele ayudar',
  helpGeneral: [
    'Compruebe que ha elegido la cuenta de la organización correcta. Si funciona en una ventana privada, otra cuenta lo estaba impidiendo.',
    'Si la página indica que necesita una aprobación o un permiso, debe concederlo el administrador de su organización.',
    'Si indica que no se encontró la aplicación o que no está bien configurada, deben corregirlo los responsables de este servicio de inicio de sesión.',
    'Anote el código, la hora y, si aparece, el id. de correlación antes de cerrar la página: quien le ayude se los pedirá.',
  ],
  helpBack: 'Cuando se haya resuelto, vuelva a la aplicación de la que venía e inicie sesión de nuevo.',

  errorTitle: 'No se pudo iniciar sesión',
  whatToDo: 'Qué hacer',
  whoMustAct: 'Quién puede solucionarlo',
  reference: 'Referencia para el servicio de asistencia',
  actorPerson: 'Puede solucionarlo usted mismo.',
  actorTenantAdministrator: 'Debe intervenir un administrador de su organización.',
  actorOperator: 'Deben intervenir los responsables de este servicio de inicio de sesión.',
  advicePerson:
    'Inténtelo de nuevo o elija otra cuenta. Si sigue fallando, facilite a su administrador la referencia que figura abajo.',
  adviceTenantAdministrator: 'Envíe la referencia que figura abajo al administrador de su organización.',
  adviceOperator: 'Envíe la referencia que figura abajo a los responsables de este servicio de inicio de sesión.',
  adviceStartAgain: 'Vuelva a la aplicación de la que venía e inicie sesión de nuevo.',
  tryAgain: 'Intentar de nuevo',
  chooseAnotherAccount: 'Elegir otra cuenta',

  startAgainTitle: 'Empiece de nuevo, por favor',
  requestNotFound:
    'Este inicio de sesión no está pendiente en este navegador: ya terminó, tardó demasiado o se inició en otro lugar.',
  loginNotFound:
    'Esta respuesta no corresponde a ningún inicio de sesión pendiente en este navegador: ya se utilizó, llegó pasados más de diez minutos o el inicio de sesión comenzó en otro lugar.',
  trialNotFound: 'Este enlace ya se usó, tiene más de 24 horas o pertenece a otro navegador.',
  adviceNewTrial: 'Pida un enlace nuevo a quien se lo envió.',
  requestTooLarge: 'Esta solicitud es mayor de lo que esperamos.',
  malformedRequest: 'No podemos leer esta solicitud.',
  crossSitePost: 'Este formulario se envió desde otro sitio, por lo que no se aceptó.',
  applicationUnavailable:
    'En este momento no puede iniciar sesión en esta aplicación: se ha eliminado o deshabilitado.',
  connectionUnusable:
    'La forma de iniciar sesión que pidió la aplicación no existe, está deshabilitada o no está destinada a esta aplicación.',
  noConnection: 'Todavía no hay ninguna forma de iniciar sesión configurada para esta aplicación.',
  wrongCallback: 'La respuesta llegó a la dirección de otra conexión, por lo que no se aceptó.',
  connectionChanged:
    'La configuración de esta conexión cambió mientras iniciaba sesión, por lo que no se aceptó la respuesta.',
  connectionUnfit: 'Esta forma de iniciar sesión no está configurada correctamente.',
  emailDomainNotAllowed: 'Esta conexión no acepta el dominio de correo de su cuenta.',
  userBlocked: 'Su cuenta está bloqueada aquí.',
  userUnknown: 'Todavía no tiene una cuenta aquí y esta conexión no la crea.',
  loginRequired: 'Su organización le pide que inicie sesión de nuevo.',
  upstreamUnavailable:
    'El servicio de inicio de sesión de su organización no respondió a tiempo. Inténtelo de nuevo dentro de un minuto.',
  connectorBroken:
    'El inicio de sesión falló por un motivo que no habíamos previsto. Los detalles están en el registro.',
  pageNotFoundTitle: 'Página no encontrada',
  pageNotFound: 'No hay nada en esta dirección. Compruebe el enlace que ha seguido.',
  requestRefusedTitle: 'No se puede responder a esta solicitud',
  somethingWrongTitle: 'Se ha producido un error',
  tooManyRequests:
    'En este momento llegan demasiados inicios de sesión desde su red. Vuelva a intentarlo en un minuto.',
  storageUnavailable:
    'El servicio de inicio de sesión no puede funcionar en este momento. Inténtelo de nuevo dentro de un minuto.',
  internalError: 'El servicio de inicio de sesión tuvo un error interno. Los detalles están en el registro.',

  consentTitle: 'Permitir el inicio de sesión para su organización',
  consentLead: (connection) =>
    `Las personas de su organización van a iniciar sesión aquí con «${connection}». Un administrador del directorio de su organización debe permitirlo una vez.`,
  consentSteps: [
    'Continúe e inicie sesión con una cuenta que administre el directorio de su organización.',
    'Lea qué permisos se solicitan y acéptelos.',
    'Volverá aquí y podrá cerrar la ventana.',
  ],
  consentNotYou:
    '¿No administra ningún directorio? Pase este enlace a alguien que lo haga. No ocurre nada hasta que acepte.',
  consentContinueTitle: 'Le llevamos a su directorio',
  consentBack: 'Volver',
  consentThanksTitle: 'Gracias',
  consentRecorded: 'Se ha registrado el consentimiento de su organización. Puede cerrar esta ventana.',
  consentVerified: 'Se ha confirmado: lo que se solicitó funciona.',
  consentUnverified: 'Se confirma en cuanto se comprueba que funciona. Puede tardar unos minutos.',
  consentNotAdmitted:
    'Diga a los responsables de este servicio de inicio de sesión que ha dado su consentimiento: todavía tienen que admitir a su organización.',
  consentDirectory: 'Directorio',
  consentRefusedTitle: 'No se dio el consentimiento',
  consentNotRecordedTitle: 'No se registró el consentimiento',
  consentDeclined:
    'O bien se canceló, o bien la cuenta utilizada no puede dar el consentimiento para toda la organización. No se ha cambiado nada.',
  consentAgain: 'Abra de nuevo el enlace que recibió.',
  consentLinkNotFound: 'Este enlace ha caducado, se sustituyó por otro más reciente o está deshabilitado por ahora.',
  consentSwitchedOff:
    'Esta forma de iniciar sesión se deshabilitó o se eliminó entretanto, por lo que no se aceptó la respuesta.',
  consentAskAgain: 'Pida uno nuevo a quien se lo envió.',
  consentAnswerNotFound:
    'Esta respuesta no corresponde a ningún consentimiento que espere en este navegador: ya se utilizó, tardó más de una hora o se inició en otro lugar.',

  provider: {
    redirectUriMismatch: {
      title: 'Esta aplicación no está configurada correctamente',
      sentence: (uri, application = 'La aplicación') =>
        `${application} pidió volver a «${uri}», una dirección que no está registrada para ella.`,
      advice: (uri) =>
        `Los responsables de la aplicación deben hacer que ambas coincidan, carácter por carácter: registrar «${uri}» como URL de devolución de llamada de la aplicación o corregir el URI de redirección que envía.`,
    },
    unknownClient: {
      title: 'Aplicación desconocida',
      sentence: 'La aplicación de la que viene no está registrada o está deshabilitada.',
      advice: 'Los responsables de la aplicación deben comprobar su id. de cliente.',
    },
    expired: {
      title: 'Este inicio de sesión ya no está pendiente',
      sentence: 'Tardó demasiado, se terminó en otra pestaña o comenzó en otro navegador.',
      advice: 'Vuelva a la aplicación e inicie sesión de nuevo.',
    },
    invalidRequest: {
      title: 'La aplicación envió una solicitud a la que no se puede responder',
      sentence: 'Para los responsables de la aplicación, este es el motivo, en inglés:',
      advice: 'Los responsables de la aplicación deben corregirlo.',
    },
    invalidLogout: {
      title: 'No se pudo completar el cierre de sesión',
      advice:
        'Si tenía una sesión iniciada, sigue abierta. Cierre el navegador por seguridad y avise a los responsables de la aplicación.',
    },
    unavailable: {
      title: 'No disponible temporalmente',
      sentence: 'El servicio de inicio de sesión no puede acceder a su propio almacenamiento en este momento.',
      advice: 'Inténtelo de nuevo dentro de un minuto.',
    },
    failure: 'El servicio de inicio de sesión tuvo un error interno, que ha quedado registrado.',
  },
};
