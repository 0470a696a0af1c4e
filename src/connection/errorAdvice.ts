import { l10n } from 'vscode';
import type { Advice } from './awsErrors';

/** Errors that any AWS service, the credentials or the network give. */
export function commonAdvice(code: string): Advice | undefined {
  return ownAdvice(code) ?? identityAdvice(code) ?? storageAdvice(code) ?? networkAdvice(code);
}

function ownAdvice(code: string): Advice | undefined {
  switch (code) {
    case 'NotConnected':
      return {
        what: l10n.t('Nothing is connected.'),
        next: l10n.t('Choose Local or an AWS profile.'),
        remedy: 'switchConnection',
      };
    case 'LocalGlueUnavailable':
      return {
        what: l10n.t('Local Glue could not be started.'),
        next: l10n.t('The log has the reason. Refresh starts it again.'),
        remedy: 'showLog',
      };
    case 'LocalGlueMissing':
      return {
        what: l10n.t('Local needs the platform build of the extension.'),
        next: l10n.t('Install the package made for this platform, or choose an AWS profile.'),
        remedy: 'switchConnection',
      };
    case 'ProfileNotFound':
      return {
        what: l10n.t('The AWS profile is not in the config or credentials file.'),
        next: l10n.t('Choose another profile, or add it with “aws configure”.'),
        remedy: 'switchConnection',
      };
    case 'CaBundleUnreadable':
      return {
        what: l10n.t('The certificates of ca_bundle or AWS_CA_BUNDLE can’t be read.'),
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
        next: l10n.t('Sign in again; the view goes on by itself.'),
        remedy: 'signIn',
      };
    case 'MfaCancelled':
      return {
        what: l10n.t('The code of the MFA device is missing.'),
        next: l10n.t('Refresh to be asked again.'),
        remedy: 'retry',
      };
    case 'CredentialsUnavailable':
      return {
        what: l10n.t('There are no usable credentials.'),
        next: l10n.t('Renew them or choose another profile. Changed files are noticed by themselves.'),
        remedy: 'switchConnection',
      };
    case 'ExpiredToken':
    case 'ExpiredTokenException':
    case 'TokenRefreshRequired':
    case 'RequestExpired':
      return {
        what: l10n.t('The credentials have expired.'),
        next: l10n.t('Renew them; changed files are noticed by themselves.'),
        remedy: 'retry',
      };
    case 'UnrecognizedClientException':
    case 'InvalidClientTokenId':
    case 'InvalidAccessKeyId':
    case 'AuthFailure':
      return {
        what: l10n.t('AWS does not know these credentials.'),
        next: l10n.t(
          'Check the keys of the profile, and that the region’s partition (AWS, China, GovCloud) is theirs.',
        ),
        remedy: 'switchConnection',
      };
    case 'InvalidSignatureException':
    case 'SignatureDoesNotMatch':
    case 'IncompleteSignature':
      return {
        what: l10n.t('The signature is wrong.'),
        next: l10n.t('Check the secret key of the profile and the clock of this machine.'),
        remedy: 'switchConnection',
      };
    case 'RequestTimeTooSkewed':
    case 'RequestInTheFuture':
    case 'SignatureExpired':
      return {
        what: l10n.t('The clock of this machine is wrong.'),
        next: l10n.t('Set it by the network’s time; it may be off by five minutes at most.'),
        remedy: 'retry',
      };
    case 'AccessDenied':
    case 'Forbidden':
    case 'UnauthorizedOperation':
    case 'NotAuthorized':
    case 'AllAccessDisabled':
      return {
        what: l10n.t('Access was denied.'),
        next: l10n.t('Compare your permissions with what is needed.'),
        remedy: 'showPermissions',
      };
    case 'OptInRequired':
      return {
        what: l10n.t('The account does not use this region or service yet.'),
        next: l10n.t('Enable the region in the account’s settings, or choose another one.'),
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
        next: l10n.t('Check its name, and that the connection is to the right account.'),
      };
    case 'NoSuchKey':
    case 'NotFound':
      return {
        what: l10n.t('The object is not there.'),
        next: l10n.t('It may have been deleted or renamed. Refresh the view.'),
        remedy: 'retry',
      };
    case 'PermanentRedirect':
    case 'TemporaryRedirect':
    case 'AuthorizationHeaderMalformed':
    case 'IllegalLocationConstraintException':
      return {
        what: l10n.t('The bucket is in another region.'),
        next: l10n.t('Use a bucket of the connection’s region, or switch to the bucket’s.'),
        remedy: 'switchConnection',
      };
    case 'BucketAlreadyExists':
    case 'BucketAlreadyOwnedByYou':
      return { what: l10n.t('The bucket’s name is taken.'), next: l10n.t('Choose another name.') };
    case 'InvalidBucketName':
      return {
        what: l10n.t('That is no bucket name.'),
        next: l10n.t('Use 3 to 63 lower-case letters, digits, dots and hyphens.'),
      };
    case 'PreconditionFailed':
    case 'ConditionalRequestConflict':
      return {
        what: l10n.t('The object was changed by someone else meanwhile.'),
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
        what: l10n.t('AWS is asked too much at the moment.'),
        next: l10n.t('Wait a little and try again.'),
        remedy: 'retry',
      };
    case 'InternalError':
    case 'InternalFailure':
    case 'InternalServerError':
      return { what: l10n.t('AWS failed internally.'), next: l10n.t('Try again in a moment.'), remedy: 'retry' };
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'UnknownEndpoint':
      return {
        what: l10n.t('The address of the service is not found.'),
        next: l10n.t('Check the network, the region and the endpoint setting. Not every region offers Glue.'),
        remedy: 'switchConnection',
      };
    case 'ECONNREFUSED':
      return {
        what: l10n.t('Nobody answers at the endpoint.'),
        next: l10n.t('Check the endpoint setting and that the service runs.'),
        remedy: 'retry',
      };
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ETIMEDOUT':
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
    case 'TimeoutError':
    case 'RequestTimeout':
      return {
        what: l10n.t('The connection broke or took too long.'),
        next: l10n.t('Check the network and try again.'),
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
        what: l10n.t('The answer is not from AWS.'),
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
