namespace Headway.Model;

/// <summary>What is to be made of an error.</summary>
public enum ErrorState
{
    /// <summary>Nobody has said anything of it, or what was said has run out.</summary>
    Open,

    /// <summary>It was resolved and has happened again since.</summary>
    Regressed,

    /// <summary>A person says that it will not happen again.</summary>
    Resolved,

    /// <summary>A person does not want to hear of it for a while.</summary>
    Ignored,
}
