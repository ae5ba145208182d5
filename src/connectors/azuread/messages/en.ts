/**
 * What a person may read when a sign-in through Azure AD fails: what happened, who must act, what to do. English, the
 * catalogue the others are siblings of; the keys are stable. Nothing of Microsoft's own text is in here.
 */

const tellOperator = 'Tell the administrators of this service';
const startAgain = 'Start the sign-in again';
const secret =
  'Azure AD did not accept the client secret of this connection (invalid_request; failed to obtain access token).';
const listing =
  'Access cannot be granted to this service because the service listing is not properly configured by the publisher:';

export const en = {
  'aadsts.fallback.access_denied': `The sign-in was cancelled, or your organization does not allow it. ${startAgain}, or ask your administrator for access.`,
  'aadsts.fallback.login_required': `Microsoft needs you to sign in again. ${startAgain}.`,
  'aadsts.fallback.invalid_response': `This sign-in has expired or was already used. ${startAgain}.`,
  'aadsts.fallback.upstream_unavailable':
    'Microsoft cannot complete sign-ins at the moment. Try again in a few minutes.',
  'aadsts.fallback.misconfigured': `Microsoft does not accept how this connection is set up. ${tellOperator}: the log has the error code under the number shown here.`,
  'azuread.tenant_not_allowed':
    'Your organization is not among those that may sign in here. Use an account of one that is, or ask the administrator of this service to admit yours.',
  'azuread.no_subject': `Microsoft did not say which account this is. Use an account of this organization itself, or ask the administrators of this service.`,
  'azuread.silent_reauthentication': `Your last sign-in cannot be renewed without you. ${startAgain}.`,
  'azuread.graph_permission': `Your organization has not allowed this service to read what your sign-in needs, so nobody was signed in. Ask an administrator of your organization’s directory to grant the permissions of the app registration: under API permissions, “Grant admin consent”.`,
  'azuread.graph_refused': `Microsoft did not accept how this connection reads profiles and groups. ${tellOperator}: the log has the error code under the number shown here.`,
  'azuread.graph_unavailable':
    'Microsoft did not tell your profile or groups in time, so nobody was signed in. Try again in a few minutes.',
  'azuread.graph_too_many_groups': `You are in more groups than a sign-in can carry. ${tellOperator}: set max_groups_to_retrieve.`,
  'azuread.graph_personal_account':
    'A personal Microsoft account has no groups, and this sign-in needs them. Use a work or school account.',
  'azuread.warning.group_overage':
    'Too many groups for the ID token: they are unknown for this sign-in. Switch ext_groups on to read them from Graph.',
  'azuread.warning.guest':
    'The person is a guest of the tenant: their account, and with it their e-mail address, comes from another directory or provider.',
  'azuread.warning.groups_cut': 'The person is in more groups than max_groups_to_retrieve: the rest is left out.',
  'aadsts.unknown': `Microsoft reported an error that is not explained here. ${tellOperator} the whole code; https://login.microsoftonline.com/error explains it.`,
  'aadsts.16000':
    'The account you are signed in with at Microsoft does not exist in this organization. Choose another account, or ask its administrator to invite you.',
  'aadsts.50000': 'Microsoft failed to issue the sign-in. Try again in a few minutes.',
  'aadsts.50001': `The connection asks for access to a service that this organization does not have. ${tellOperator}: check the scopes of the connection and the API permissions of the app registration.`,
  'aadsts.500021':
    'Your network only allows sign-ins to certain organizations, and this one is not among them. Ask the administrator of your network.',
  'aadsts.50011': `The redirect URI of this hub is not registered with Azure AD. ${tellOperator}: add the connection’s callback URL to the app registration, under Authentication, platform Web, exactly as shown.`,
  'aadsts.500112': `The redirect URI changed between the two halves of the sign-in. ${tellOperator}: check the hub’s public URL.`,
  'aadsts.50012': `Azure AD did not accept the certificate or assertion of this connection. ${tellOperator}.`,
  'aadsts.50014':
    'Your invitation to this organization is not redeemed yet. Open the invitation in your e-mail, then sign in again.',
  'aadsts.50020': `${listing} your account is not in the organization that this connection signs in to. Use another account, or ask its administrator to invite you as a guest; to admit other organizations, the operator changes the supported account types of the app registration and uses the common endpoint.`,
  'aadsts.50194': `${listing} the app registration is for one organization only, and the connection uses the common endpoint. ${tellOperator}: either change the supported account types to multitenant, or give the connection its tenant and no common endpoint.`,
  'aadsts.9002332': `${listing} its supported account types do not include the kind of account you used. Use a work or school account instead of a personal one (or the reverse), or tell the administrators of this service to compare the supported account types with the connection’s audience_type.`,
  'aadsts.500208':
    'This address belongs to no organization that may sign in here. Check how it is spelled, or use another account.',
  'aadsts.500212':
    'The rules between your organization and this one do not allow the sign-in. Ask the administrators to change their cross-tenant access settings.',
  'aadsts.50034':
    'Microsoft knows no account of that name in this organization. Check how it is spelled, or ask the administrator to create or invite it.',
  'aadsts.50049': `The connection names a cloud that does not exist. ${tellOperator}: check cloud_instance.`,
  'aadsts.50053':
    'The account is locked after too many attempts, or the sign-in comes from an address with a bad reputation. Wait a while, or ask your administrator.',
  'aadsts.50055': 'Your password has expired or must be changed. Change it with Microsoft, then sign in again.',
  'aadsts.50057': 'Your account is disabled in this organization. Ask its administrator.',
  'aadsts.50059': `Microsoft cannot tell which organization is meant. ${tellOperator}: check tenant_domain.`,
  'aadsts.50072':
    'Your organization asks for a second factor that was not completed. Sign in again and complete it; set it up at https://aka.ms/mfasetup if asked.',
  'aadsts.50097':
    'Your organization only allows devices that it knows or manages. Use such a device, or ask your administrator.',
  'aadsts.50105':
    'You are not assigned to this application. Your administrator assigns you, or a group that you are a direct member of, to it in Azure AD under Enterprise applications.',
  'aadsts.50126': 'The user name or password is wrong. Try again.',
  'aadsts.50132': `Your session with Microsoft has ended. ${startAgain}.`,
  'aadsts.50140': `Microsoft needed an answer from you and did not get one. ${startAgain}.`,
  'aadsts.50146': `The app registration maps claims without a signing key of its own. ${tellOperator}.`,
  'aadsts.50147': `The sign-in was mixed up with another one. ${startAgain}.`,
  'aadsts.50196': 'Too many sign-ins were started in a short time. Wait a minute, then start again.',
  'aadsts.53003':
    'A rule of your organization (Conditional Access) blocked the sign-in. Ask your administrator to look at the sign-in log, or meet the rule’s conditions.',
  'aadsts.54005': `This sign-in was already used. ${startAgain}.`,
  'aadsts.65001':
    'Nobody has agreed yet that this application may sign people in. Sign in again and accept, or ask your administrator to grant consent for the organization.',
  'aadsts.65004':
    'The permissions that the application asked for were declined. Sign in again and accept them, or ask your administrator.',
  'aadsts.650056': `The app registration lacks a permission that the connection asks for. ${tellOperator}: compare API permissions with the connection’s scopes, then grant consent.`,
  'aadsts.650051': 'Your organization is still registering this application. Try again in a minute.',
  'aadsts.650053': `The connection asks for a scope that does not exist. ${tellOperator}: correct the scope option.`,
  'aadsts.70001':
    'This application is disabled in your organization. Ask its administrator to enable it under Enterprise applications.',
  'aadsts.700016': `The app registration was not found in this organization’s directory: it may be in the wrong directory, or the client ID is wrong. ${tellOperator}: compare client_id and tenant_domain with the app registration’s overview page.`,
  'aadsts.700025': `The redirect URI is registered for the platform SPA or mobile, so Azure AD refuses the client secret. ${tellOperator}: move it to the platform Web.`,
  'aadsts.700054': `Azure AD was asked for a kind of answer that is not enabled. ${tellOperator}: remove what changes it from upstream_params.`,
  'aadsts.70008': `This sign-in took too long and has expired. ${startAgain}.`,
  'aadsts.7000215': `${secret} ${tellOperator}: paste the secret’s Value (not its Secret ID), or create a new one under Certificates & secrets.`,
  'aadsts.7000222': `${secret} It has expired. ${tellOperator}: create a new client secret under Certificates & secrets and paste its Value into the connection.`,
  'aadsts.7000218': `Azure AD wants a credential and got none that it knows. ${tellOperator}: set client_secret, and register the redirect URI for the platform Web.`,
  'aadsts.90002': `Azure AD knows no such organization. ${tellOperator}: check tenant_domain for a typo, and whether the organization is in another cloud (cloud_instance).`,
  'aadsts.90008': `The app registration lacks the permission to sign people in. ${tellOperator}: add Microsoft Graph, User.Read (delegated).`,
  'aadsts.90014': `Microsoft found the request malformed. ${startAgain}; if it happens again, tell the administrators of this service.`,
  'aadsts.90027': `The older (v1.0) endpoint does not know this kind of account. ${tellOperator}: set identity_api to microsoft-identity-platform-v2.0.`,
  'aadsts.90038': `The organization is in another cloud of Microsoft’s. ${tellOperator}: set cloud_instance, and register the application in that cloud.`,
  'aadsts.90072':
    'Your account is from outside this organization and not known in it. Use another account, or ask its administrator to invite you as a guest.',
  'aadsts.90094':
    'An administrator of your organization must agree before you can use this application. Ask for it, then sign in again.',
  'aadsts.900971': `The app registration has no redirect URI. ${tellOperator}: add the connection’s callback URL under Authentication, platform Web.`,
  'aadsts.901002': `The connection sends a parameter that the v2.0 endpoint refuses. ${tellOperator}: use scope.`,
} as const satisfies Readonly<Record<string, string>>;

/** Every key that this connector can end a sign-in with, beside those of the OIDC building blocks. */
export type AzureAdMessageKey = keyof typeof en;
