print("trailseal")
