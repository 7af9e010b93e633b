namespace Headway.Catalog.Deliveries;

/// <summary>How the connection to a mail server is kept private.</summary>
public enum MailTls
{
    /// <summary>TLS from the beginning at port 465; elsewhere STARTTLS, which the server must offer.</summary>
    Auto,

    /// <summary>TLS from the beginning.</summary>
    On,

    /// <summary>STARTTLS; a server that does not offer it gets no mail.</summary>
    Starttls,

    /// <summary>Not at all: only for a server on the same machine or network, and without a password.</summary>
    Off,
}
