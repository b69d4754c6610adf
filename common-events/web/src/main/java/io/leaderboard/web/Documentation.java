package io.leaderboard.web;

/**
 * What a route tells of itself, for whoever makes a document of all routes; the routes themselves
 * do not look into it.
 */
public interface Documentation {}
