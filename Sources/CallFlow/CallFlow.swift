// CallFlow
