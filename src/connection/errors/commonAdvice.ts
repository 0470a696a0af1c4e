import { l10n } from 'vscode';
import type { Advice } from './advice';

/** Errors that any AWS service, the credentials or the network give. */
export function commonAdvice(code: string): Advice | undefined {
  return ownAdvice(code) ?? identityAdvice(code) ?? storageAdvice(code) ?? networkAdvice(code);
}

function ownAdvice(code: string): Advice | undefined {
  switch (code) {
    case 'NotConnected':
      return {
        what: l10n.t('You are not connected.'),
        next: l10n.t('Choose Local Glue or an AWS profile.'),
        remedy: 'switchConnection',
      };
    case 'LocalGlueUnavailable':
      return {
        what: l10n.t('Local Glue could not be started.'),
        next: l10n.t('The log says why. Refresh to start it again.'),
        remedy: 'showLog',
      };
    case 'LocalGlueMissing':
      return {
        what: l10n.t('Local Glue is not part of this package of the extension.'),
        next: l10n.t('Install the package made for your platform, or choose an AWS profile.'),
        remedy: 'switchConnection',
      };
    case 'ProfileNotFound':
      return {
        what: l10n.t('This AWS profile does not exist on this machine.'),
        next: l10n.t('Choose another profile, or add it with “aws configure”.'),
        remedy: 'switchConnection',
      };
    case 'CaBundleUnreadable':
      return {
        what: l10n.t('The certificates named by ca_bundle or AWS_CA_BUNDLE can’t be read.'),
        next: l10n.t('Correct the path in the profile or the variable.'),
      };
    case 'ProfileUnloadable':
      return {
        what: l10n.t('The AWS SDK can’t load this profile.'),
        next: l10n.t('Give it, and what it refers to, a name of A–Z, a–z, 0–9 and _ - . @ + % : / only.'),
        remedy: 'switchConnection',
      };
    case 'ProxyError':
      return {
        what: l10n.t('The proxy did not let the request through.'),
        next: l10n.t('Check HTTPS_PROXY and NO_PROXY, or the setting http.proxy.'),
      };
    default:
      return undefined;
  }
}

function identityAdvice(code: string): Advice | undefined {
  switch (code) {
    case 'SignInRequired':
      return {
        what: l10n.t('The sign-in of this profile has expired.'),
        next: l10n.t('Sign in again; the view then continues by itself.'),
        remedy: 'signIn',
      };
    case 'MfaCancelled':
      return {
        what: l10n.t('No MFA code was entered.'),
        next: l10n.t('Refresh to be asked again.'),
        remedy: 'retry',
      };
    case 'CredentialsUnavailable':
    case 'CredentialsProviderError':
      return {
        what: l10n.t('No usable credentials were found.'),
        next: l10n.t('Renew them or choose another profile. Renewed credentials are picked up automatically.'),
        remedy: 'switchConnection',
      };
    case 'ExpiredToken':
    case 'ExpiredTokenException':
    case 'TokenRefreshRequired':
    case 'RequestExpired':
      return {
        what: l10n.t('The credentials have expired.'),
        next: l10n.t('Renew them; renewed credentials are picked up automatically.'),
        remedy: 'retry',
      };
    case 'UnrecognizedClientException':
    case 'InvalidClientTokenId':
    case 'InvalidAccessKeyId':
    case 'InvalidToken':
    case 'AuthFailure':
      return {
        what: l10n.t('AWS does not accept these credentials.'),
        next: l10n.t('Check the profile’s keys, and that they belong to this partition (AWS, China, GovCloud).'),
        remedy: 'switchConnection',
      };
    case 'InvalidSignatureException':
    case 'SignatureDoesNotMatch':
    case 'IncompleteSignature':
      return {
        what: l10n.t('AWS rejected the signature of the request.'),
        next: l10n.t('Check the profile’s secret key and this machine’s clock.'),
        remedy: 'switchConnection',
      };
    case 'RequestTimeTooSkewed':
    case 'RequestInTheFuture':
    case 'SignatureExpired':
      return {
        what: l10n.t('This machine’s clock is wrong.'),
        next: l10n.t('Set it to network time; it may be at most five minutes off.'),
        remedy: 'retry',
      };
    case 'AccessDenied':
    case 'Forbidden':
    case 'UnauthorizedOperation':
    case 'NotAuthorized':
    case 'AllAccessDisabled':
      return {
        what: l10n.t('Access was denied.'),
        next: l10n.t('Compare your permissions with those needed.'),
        remedy: 'showPermissions',
      };
    case 'OptInRequired':
      return {
        what: l10n.t('This region is not enabled in your account.'),
        next: l10n.t('Enable it in the account’s settings, or choose another one.'),
        remedy: 'switchConnection',
      };
    default:
      return undefined;
  }
}

function storageAdvice(code: string): Advice | undefined {
  switch (code) {
    case 'NoSuchBucket':
      return {
        what: l10n.t('The bucket does not exist.'),
        next: l10n.t('Check its name, and that you are connected to the right account.'),
      };
    case 'NoSuchKey':
    case 'NotFound':
      return {
        what: l10n.t('The object does not exist.'),
        next: l10n.t('It may have been deleted or renamed. Refresh the view.'),
        remedy: 'retry',
      };
    case 'PermanentRedirect':
    case 'TemporaryRedirect':
    case 'AuthorizationHeaderMalformed':
    case 'IllegalLocationConstraintException':
      return {
        what: l10n.t('The bucket is in a different region.'),
        next: l10n.t('Use a bucket of the connection’s region, or switch to the bucket’s.'),
        remedy: 'switchConnection',
      };
    case 'BucketAlreadyExists':
    case 'BucketAlreadyOwnedByYou':
      return { what: l10n.t('This bucket name is taken.'), next: l10n.t('Choose another name.') };
    case 'InvalidBucketName':
      return {
        what: l10n.t('This is not a valid bucket name.'),
        next: l10n.t('Use 3 to 63 lower-case letters, digits, dots and hyphens.'),
      };
    case 'PreconditionFailed':
    case 'ConditionalRequestConflict':
      return {
        what: l10n.t('Someone else changed the object in the meantime.'),
        next: l10n.t('Open it again and repeat the change.'),
      };
    case 'EntityTooLarge':
      return { what: l10n.t('The object is too large.'), next: l10n.t('Split it into smaller files.') };
    case 'InvalidObjectState':
      return {
        what: l10n.t('The object is archived.'),
        next: l10n.t('Restore it from its Glacier storage class first.'),
      };
    case 'KMS.DisabledException':
    case 'KMS.NotFoundException':
    case 'KMS.KMSInvalidStateException':
    case 'KMSDisabledException':
    case 'KMSNotFoundException':
    case 'KMSInvalidStateException':
    case 'KMSAccessDeniedException':
      return {
        what: l10n.t('The KMS key of the bucket or object can’t be used.'),
        next: l10n.t('Ask its owner to enable it and to let you use it (kms:Decrypt, kms:GenerateDataKey).'),
        remedy: 'showPermissions',
      };
    default:
      return undefined;
  }
}

function networkAdvice(code: string): Advice | undefined {
  switch (code) {
    case 'Throttling':
    case 'ThrottlingException':
    case 'ThrottledException':
    case 'RequestThrottled':
    case 'TooManyRequestsException':
    case 'RequestLimitExceeded':
    case 'SlowDown':
    case 'ServiceUnavailable':
    case 'ServiceUnavailableException':
      return {
        what: l10n.t('AWS is throttling requests.'),
        next: l10n.t('Wait a moment, then try again.'),
        remedy: 'retry',
      };
    case 'InternalError':
    case 'InternalFailure':
    case 'InternalServerError':
      return {
        what: l10n.t('AWS reported an internal error.'),
        next: l10n.t('Wait a moment, then try again.'),
        remedy: 'retry',
      };
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'UnknownEndpoint':
      return {
        what: l10n.t('The address of the service was not found.'),
        next: l10n.t('Check the network, the region and the endpoint setting. Not every region offers Glue.'),
        remedy: 'switchConnection',
      };
    case 'ECONNREFUSED':
      return {
        what: l10n.t('Nothing answers at the endpoint.'),
        next: l10n.t('Check the endpoint setting, and that the service is running.'),
        remedy: 'retry',
      };
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ETIMEDOUT':
    case 'NetworkingError':
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
    case 'TimeoutError':
    case 'RequestTimeout':
      return {
        what: l10n.t('The connection broke or timed out.'),
        next: l10n.t('Check the network, then try again.'),
        remedy: 'retry',
      };
    case 'CERT_HAS_EXPIRED':
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return {
        what: l10n.t('The server’s certificate is not trusted.'),
        next: l10n.t('Behind a company proxy, name its certificates with ca_bundle in the profile or AWS_CA_BUNDLE.'),
      };
    case 'SyntaxError':
      return {
        what: l10n.t('The answer did not come from AWS.'),
        next: l10n.t('A proxy or sign-in page may have answered. Check the network and the proxy settings.'),
        remedy: 'retry',
      };
    default:
      return undefined;
  }
}

/** Why a profile can't be used, for the name at fault; see Profile.unloadable. */
export function unloadableText(name: string): string {
  return l10n.t(
    'Can’t be used: the AWS SDK does not read the name “{0}”. Rename it in the AWS files with A–Z, a–z, 0–9 and _ - . @ + % : / only.',
    name,
  );
}
