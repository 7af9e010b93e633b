using Headway.People;

namespace Headway.Web.Access;

/// <summary>Who says who asks.</summary>
internal sealed class AccessOptions
{
    /// <summary>The host's own word for a request; null: Headway's people and keys.</summary>
    public Func<HttpContext, ValueTask<Role?>>? Host { get; init; }

    /// <summary>A key for whoever may read the data folder, good as long as the process; null: none.</summary>
    public string? TerminalKey { get; init; }

    /// <summary>What whoever shows that key is called.</summary>
    public string TerminalName { get; init; } = "terminal";
}
