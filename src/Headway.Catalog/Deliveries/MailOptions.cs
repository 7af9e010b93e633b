namespace Headway.Catalog.Deliveries;

/// <summary>The server that takes mail.</summary>
public sealed record MailOptions
{
    /// <summary>Name or address of the server.</summary>
    public required string Host { get; init; }

    /// <summary>Its port. Default 587.</summary>
    public int Port
    {
        get;
        init => field = value is > 0 and <= 65535 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "1 to 65535");
    } = 587;

    /// <summary>How the connection is kept private. Default: TLS, as the port says.</summary>
    public MailTls Tls { get; init; }

    /// <summary>Who signs in; null: nobody.</summary>
    public string? User { get; init; }

    /// <summary>The password of <see cref="User"/>.</summary>
    public string? Password { get; init; }

    /// <summary>Whom mail comes from: an address, or <c>Name &lt;address&gt;</c>.</summary>
    public required string From { get; init; }

    /// <summary>Without the password, so that it does not get into a log.</summary>
    public override string ToString() => $"Mail by {Host}:{Port}";
}
