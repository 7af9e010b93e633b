namespace Headway.Store;

/// <summary>Calls to a destination that ended since they were last counted.</summary>
/// <param name="Org">Whose jobs.</param>
/// <param name="Destination">What was called.</param>
/// <param name="Type">Of which job type.</param>
/// <param name="Calls">How many, with faults.</param>
/// <param name="Faults">Those that ended in a transient fault.</param>
/// <param name="Refused">Attempts handed back because calls are stopped; not among the calls.</param>
public readonly record struct CallCount(string Org, string Destination, string Type, int Calls, int Faults, int Refused);
