using System.Globalization;

namespace Headway.Search;

/// <summary>A search that cannot be read; the message is one sentence with the place of the mistake.</summary>
public sealed class SearchException(string problem, int position, int length)
    : Exception(string.Create(CultureInfo.InvariantCulture, $"At character {position + 1} of the search: {problem}"))
{
    /// <summary>What is wrong and what to do, without the place.</summary>
    public string Problem { get; } = problem;

    /// <summary>Where the mistake begins, from 0.</summary>
    public int Position { get; } = position;

    /// <summary>How many characters of the search it is about; 0 where something is missing.</summary>
    public int Length { get; } = length;
}
