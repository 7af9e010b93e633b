namespace Headway.App;

/// <summary>Who is let in.</summary>
internal enum Access
{
    /// <summary>People who are signed in and programs that show a key, each as far as their role goes.</summary>
    People,

    /// <summary>Whoever reaches the server, which is on loopback: everybody who may use this machine.</summary>
    Open,
}
