import type { AzureAdMessageKey } from './en.js';

/** Spanish, in the formal register; names in Microsoft's portal as it shows them in Spanish. */

const tellOperator = 'Avise a los responsables de este servicio de inicio de sesión';
const startAgain = 'Empiece de nuevo el inicio de sesión';
const secret =
  'Azure AD no aceptó el secreto de cliente de esta conexión (invalid_request; failed to obtain access token).';
const listing = 'No se puede conceder acceso a este servicio porque su editor no lo ha configurado correctamente:';

export const es: Readonly<Record<AzureAdMessageKey, string>> = {
  'aadsts.fallback.access_denied': `El inicio de sesión se canceló o su organización no lo permite. ${startAgain} o pida acceso a su administrador.`,
  'aadsts.fallback.login_required': `Microsoft necesita que inicie sesión de nuevo. ${startAgain}.`,
  'aadsts.fallback.invalid_response': `Este inicio de sesión ha caducado o ya se utilizó. ${startAgain}.`,
  'aadsts.fallback.upstream_unavailable':
    'Microsoft no puede completar inicios de sesión en este momento. Inténtelo de nuevo dentro de unos minutos.',
  'aadsts.fallback.misconfigured': `Microsoft no acepta la configuración de esta conexión. ${tellOperator}: el código de error está en el registro con el número que se muestra aquí.`,
  'azuread.tenant_not_allowed':
    'Su organización no está entre las que pueden iniciar sesión aquí. Use una cuenta de una que lo esté o pida a los responsables de este servicio que admitan la suya.',
  'azuread.no_subject':
    'Microsoft no indicó de qué cuenta se trata. Use una cuenta de esta misma organización o consulte a los responsables de este servicio.',
  'azuread.silent_reauthentication': `Su último inicio de sesión no se puede renovar sin usted. ${startAgain}.`,
  'azuread.graph_permission':
    'Su organización no ha permitido que este servicio lea lo que su inicio de sesión necesita, por lo que no se inició ninguna sesión. Pida a un administrador del directorio de su organización que conceda el consentimiento de administrador al registro de la aplicación, en «Permisos de API».',
  'azuread.graph_refused': `Microsoft no aceptó la forma en que esta conexión lee perfiles y grupos. ${tellOperator}: el código de error está en el registro con el número que se muestra aquí.`,
  'azuread.graph_unavailable':
    'Microsoft no comunicó a tiempo su perfil o sus grupos, por lo que no se inició ninguna sesión. Inténtelo de nuevo dentro de unos minutos.',
  'azuread.graph_too_many_groups': `Pertenece a más grupos de los que admite un inicio de sesión. ${tellOperator}: hay que ajustar max_groups_to_retrieve.`,
  'azuread.graph_personal_account':
    'Una cuenta personal de Microsoft no tiene grupos y este inicio de sesión los necesita. Use una cuenta profesional o educativa.',
  'azuread.warning.group_overage':
    'Demasiados grupos para el token de identidad: se desconocen en este inicio de sesión. Active ext_groups para leerlos de Graph.',
  'azuread.warning.guest':
    'Esta persona es un invitado del inquilino: su cuenta, y con ella su dirección de correo, procede de otro directorio o proveedor.',
  'azuread.warning.groups_cut': 'Esta persona está en más grupos que max_groups_to_retrieve: los demás se omiten.',
  'aadsts.unknown':
    'Microsoft comunicó un error que aquí no se explica. Indique el código completo a los responsables de este servicio de inicio de sesión; https://login.microsoftonline.com/error lo explica.',
  'aadsts.16000':
    'La cuenta con la que ha iniciado sesión en Microsoft no existe en esta organización. Elija otra cuenta o pida a su administrador que le invite.',
  'aadsts.50000': 'Microsoft no pudo emitir el inicio de sesión. Inténtelo de nuevo dentro de unos minutos.',
  'aadsts.50001': `La conexión pide acceso a un servicio que esta organización no tiene. ${tellOperator}: hay que revisar los ámbitos (scopes) de la conexión y los permisos de API del registro de la aplicación.`,
  'aadsts.500021':
    'Su red solo permite iniciar sesión en determinadas organizaciones y esta no es una de ellas. Consulte al administrador de su red.',
  'aadsts.50011': `El URI de redirección de este servicio no está registrado en Azure AD. ${tellOperator}: hay que añadir la URL de devolución de llamada de la conexión al registro de la aplicación, en «Autenticación», plataforma «Web», exactamente como se muestra.`,
  'aadsts.500112': `El URI de redirección cambió entre las dos mitades del inicio de sesión. ${tellOperator}: hay que revisar la URL pública del servicio.`,
  'aadsts.50012': `Azure AD no aceptó el certificado o la aserción de esta conexión. ${tellOperator}.`,
  'aadsts.50014':
    'Su invitación a esta organización aún no se ha canjeado. Abra la invitación en su correo y vuelva a iniciar sesión.',
  'aadsts.50020': `${listing} su cuenta no está en la organización en la que inicia sesión esta conexión. Use otra cuenta o pida a su administrador que le agregue como invitado; para admitir otras organizaciones, los responsables cambian los tipos de cuenta admitidos del registro de la aplicación y usan el punto de conexión común.`,
  'aadsts.50194': `${listing} el registro de la aplicación es solo para una organización y la conexión usa el punto de conexión común. ${tellOperator}: hay que cambiar los tipos de cuenta admitidos a multiinquilino, o bien dar a la conexión su inquilino y ningún punto de conexión común.`,
  'aadsts.9002332': `${listing} los tipos de cuenta admitidos no incluyen el de la cuenta que ha usado. Use una cuenta profesional o educativa en lugar de una personal (o al revés), o pida a los responsables de este servicio que comparen los tipos de cuenta admitidos con audience_type de la conexión.`,
  'aadsts.500208':
    'Esta dirección no pertenece a ninguna organización que pueda iniciar sesión aquí. Compruebe cómo está escrita o use otra cuenta.',
  'aadsts.500212':
    'Las reglas entre su organización y esta no permiten el inicio de sesión. Pida a los administradores que cambien su configuración de acceso entre inquilinos.',
  'aadsts.50034':
    'Microsoft no conoce ninguna cuenta con ese nombre en esta organización. Compruebe cómo está escrito o pida al administrador que la cree o la invite.',
  'aadsts.50049': `La conexión indica una nube que no existe. ${tellOperator}: hay que revisar cloud_instance.`,
  'aadsts.50053':
    'La cuenta está bloqueada tras demasiados intentos, o el inicio de sesión procede de una dirección con mala reputación. Espere un rato o consulte a su administrador.',
  'aadsts.50055': 'Su contraseña ha caducado o debe cambiarse. Cámbiela en Microsoft y vuelva a iniciar sesión.',
  'aadsts.50057': 'Su cuenta está deshabilitada en esta organización. Consulte a su administrador.',
  'aadsts.50059': `Microsoft no puede saber a qué organización se refiere. ${tellOperator}: hay que revisar tenant_domain.`,
  'aadsts.50072':
    'Su organización exige un segundo factor que no se completó. Inicie sesión de nuevo y complételo; si se le pide, configúrelo en https://aka.ms/mfasetup.',
  'aadsts.50097':
    'Su organización solo permite dispositivos que conoce o administra. Use uno de ellos o consulte a su administrador.',
  'aadsts.50105':
    'No está asignado a esta aplicación. Su administrador le asigna a usted, o a un grupo del que sea miembro directo, en Azure AD, en «Aplicaciones empresariales».',
  'aadsts.50126': 'El nombre de usuario o la contraseña no son correctos. Inténtelo de nuevo.',
  'aadsts.50132': `Su sesión en Microsoft ha terminado. ${startAgain}.`,
  'aadsts.50140': `Microsoft necesitaba una respuesta suya y no la recibió. ${startAgain}.`,
  'aadsts.50146': `El registro de la aplicación asigna notificaciones sin una clave de firma propia. ${tellOperator}.`,
  'aadsts.50147': `El inicio de sesión se confundió con otro. ${startAgain}.`,
  'aadsts.50196': 'Se iniciaron demasiadas sesiones en poco tiempo. Espere un minuto y empiece de nuevo.',
  'aadsts.53003':
    'Una regla de su organización (acceso condicional) bloqueó el inicio de sesión. Pida a su administrador que consulte el registro de inicios de sesión o cumpla las condiciones de la regla.',
  'aadsts.54005': `Este inicio de sesión ya se utilizó. ${startAgain}.`,
  'aadsts.65001':
    'Nadie ha aceptado todavía que esta aplicación inicie la sesión de las personas. Inicie sesión de nuevo y acepte, o pida a su administrador que conceda el consentimiento para la organización.',
  'aadsts.65004':
    'Se rechazaron los permisos que pidió la aplicación. Inicie sesión de nuevo y acéptelos, o consulte a su administrador.',
  'aadsts.650056': `Al registro de la aplicación le falta un permiso que pide la conexión. ${tellOperator}: hay que comparar los permisos de API con los ámbitos (scopes) de la conexión y conceder el consentimiento.`,
  'aadsts.650051': 'Su organización todavía está registrando esta aplicación. Inténtelo de nuevo dentro de un minuto.',
  'aadsts.650053': `La conexión pide un ámbito (scope) que no existe. ${tellOperator}: hay que corregir la opción scope.`,
  'aadsts.70001':
    'Esta aplicación está deshabilitada en su organización. Pida a su administrador que la habilite en «Aplicaciones empresariales».',
  'aadsts.700016': `No se encontró el registro de la aplicación en el directorio de esta organización: puede estar en el directorio equivocado, o el id. de cliente no es correcto. ${tellOperator}: hay que comparar client_id y tenant_domain con la página de información general del registro de la aplicación.`,
  'aadsts.700025': `El URI de redirección está registrado para la plataforma SPA o móvil, por lo que Azure AD rechaza el secreto de cliente. ${tellOperator}: hay que moverlo a la plataforma «Web».`,
  'aadsts.700054': `Se pidió a Azure AD un tipo de respuesta que no está habilitado. ${tellOperator}: hay que quitar de upstream_params lo que lo cambia.`,
  'aadsts.70008': `Este inicio de sesión tardó demasiado y ha caducado. ${startAgain}.`,
  'aadsts.7000215': `${secret} ${tellOperator}: hay que pegar el valor del secreto (no el id. de secreto) o crear uno nuevo en «Certificados y secretos».`,
  'aadsts.7000222': `${secret} Ha caducado. ${tellOperator}: hay que crear un secreto de cliente nuevo en «Certificados y secretos» y pegar su valor en la conexión.`,
  'aadsts.7000218': `Azure AD exige una credencial y no recibió ninguna que conozca. ${tellOperator}: hay que definir client_secret y registrar el URI de redirección para la plataforma «Web».`,
  'aadsts.90002': `Azure AD no conoce esa organización. ${tellOperator}: hay que comprobar si tenant_domain está bien escrito y si la organización está en otra nube (cloud_instance).`,
  'aadsts.90008': `Al registro de la aplicación le falta el permiso para iniciar la sesión de las personas. ${tellOperator}: hay que añadir Microsoft Graph, User.Read (delegado).`,
  'aadsts.90014': `Microsoft consideró que la solicitud estaba mal formada. ${startAgain}; si vuelve a ocurrir, avise a los responsables de este servicio.`,
  'aadsts.90027': `El punto de conexión antiguo (v1.0) no conoce este tipo de cuenta. ${tellOperator}: hay que definir identity_api como microsoft-identity-platform-v2.0.`,
  'aadsts.90038': `La organización está en otra nube de Microsoft. ${tellOperator}: hay que definir cloud_instance y registrar la aplicación en esa nube.`,
  'aadsts.90072':
    'Su cuenta es externa a esta organización y no se conoce en ella. Use otra cuenta o pida a su administrador que le agregue como invitado.',
  'aadsts.90094':
    'Un administrador de su organización debe dar su consentimiento para que pueda usar esta aplicación. Pídalo y vuelva a iniciar sesión.',
  'aadsts.900971': `El registro de la aplicación no tiene URI de redirección. ${tellOperator}: hay que añadir la URL de devolución de llamada de la conexión en «Autenticación», plataforma «Web».`,
  'aadsts.901002': `La conexión envía un parámetro que el punto de conexión v2.0 rechaza. ${tellOperator}: hay que usar scope.`,
};
