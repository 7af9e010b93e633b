using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Headway.App;

/// <summary>The certificate of the server, read again when its file changes, so that renewing it needs no restart.</summary>
internal sealed class ServerCertificate
{
    private readonly string _file;
    private readonly Settings _settings;
    private readonly Lock _gate = new();
    private X509Certificate2 _certificate;
    private DateTime _writtenAt;

    private ServerCertificate(string file, Settings settings)
    {
        (_file, _settings, _writtenAt) = (file, settings, WrittenAt(file, settings));
        _certificate = Read(file, settings);
    }

    /// <param name="file">PFX, or PEM with the chain behind the certificate.</param>
    /// <param name="settings">Where its key and its password are.</param>
    /// <exception cref="StopException">It cannot be read, or has no private key.</exception>
    public static ServerCertificate Load(string file, Settings settings)
    {
        try
        {
            return new ServerCertificate(file, settings);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new StopException(
                ExitCode.Usage, $"The certificate {file} cannot be used ({e.Message.TrimEnd('.')}). It must be a PFX with its key, "
                    + "or a PEM with 'certificate_key' naming the file of its private key.", e);
        }
    }

    /// <summary>The certificate as it is by now; the former one where the new file cannot be read, as while it is being written.</summary>
    public X509Certificate2 Now()
    {
        lock (_gate)
        {
            try
            {
                var writtenAt = WrittenAt(_file, _settings);
                if (writtenAt != _writtenAt)
                    (_certificate, _writtenAt) = (Read(_file, _settings), writtenAt); // the former one may still be in use
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
            {
                return _certificate; // looked at again with the next connection
            }

            return _certificate;
        }
    }

    private static X509Certificate2 Read(string file, Settings settings)
    {
        var isPem = File.ReadAllText(file).Contains("-----BEGIN", StringComparison.Ordinal);
        if (!isPem)
            return X509CertificateLoader.LoadPkcs12FromFile(file, settings.CertificatePassword);
        using var pem = settings.CertificatePassword is { } password
            ? X509Certificate2.CreateFromEncryptedPemFile(file, password, settings.CertificateKey)
            : X509Certificate2.CreateFromPemFile(file, settings.CertificateKey);
        // Some platforms serve TLS only with a key that is not ephemeral.
        return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
    }

    private static DateTime WrittenAt(string file, Settings settings)
    {
        var certificate = File.GetLastWriteTimeUtc(file);
        var key = settings.CertificateKey is { } other ? File.GetLastWriteTimeUtc(other) : certificate;
        return key > certificate ? key : certificate;
    }
}
